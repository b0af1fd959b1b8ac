// SPDX-License-Identifier: MIT
/*
 * acpi.c - find the firmware's table of processors and interrupt controllers, and read it
 *
 * Idea:    somewhere in the first megabyte lies the RSDP, found by its signature. It points to the
 *          RSDT (or XSDT, whose pointers have 64 bits), a list of tables; one with the signature
 *          "APIC" is the MADT, a list of records of different types and lengths. All have a
 *          checksum: their bytes add up to 0. Nothing is believed that does not.
 * Context: boot, with memory; arch/x86/irqchip/irqchip.c calls. Locking: none.
 * See:     ACPI specification, 5.2.5 "Root System Description Pointer", 5.2.12 "MADT"
 */
#include <asm/acpi.h>
#include <asm/io.h>
#include <asm/page.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define EBDA_SEGMENT	0x40e /* BIOS data area: where the extended one begins, / 16 */
#define EBDA_SEARCH	1024
#define BIOS_START	0xe0000
#define BIOS_END	0x100000
#define RSDP_ALIGN	16
#define RSDP_LENGTH_1	20	  /* bytes of the first revision's checksum */
#define TABLE_MAX	(1 << 20) /* nobody has a longer one */

struct rsdp {
	char signature[8];
	u8 checksum;
	char oem_id[6];
	u8 revision; /* 0: ACPI 1.0, which ends after rsdt_address */
	u32 rsdt_address;
	u32 length;
	u64 xsdt_address;
	u8 extended_checksum;
	u8 reserved[3];
} __packed;

struct table_header {
	char signature[4];
	u32 length; /* the header's bytes included */
	u8 revision;
	u8 checksum;
	char oem_id[6];
	char oem_table_id[8];
	u32 oem_revision;
	u32 creator_id;
	u32 creator_revision;
} __packed;

struct madt_header {
	struct table_header header;
	u32 lapic_address;
	u32 flags;
} __packed;

#define MADT_LOCAL_APIC		  0
#define MADT_IO_APIC		  1
#define MADT_INTERRUPT_OVERRIDE	  2
#define MADT_LOCAL_APIC_OVERRIDE  5
#define MADT_LOCAL_APIC_ENABLED	  (1 << 0)

struct madt_record {
	u8 type;
	u8 length; /* these two bytes included */
	union {
		struct {
			u8 processor_id;
			u8 apic_id;
			u32 flags;
		} __packed local_apic;
		struct {
			u8 id;
			u8 reserved;
			u32 address;
			u32 gsi_base;
		} __packed io_apic;
		struct {
			u8 bus;
			u8 source; /* line of the ISA bus */
			u32 gsi;
			u16 flags;
		} __packed override;
		struct {
			u16 reserved;
			u64 address;
		} __packed local_apic_override;
	};
} __packed;

/** acpi_checksum_ok - do the bytes add up to 0? any context */
bool acpi_checksum_ok(const void *bytes, size_t length)
{
	const u8 *byte = bytes;
	u8 sum = 0;

	while (length--)
		sum += *byte++;
	return !sum;
}

/* ---- the MADT ------------------------------------------------------------------------------ */

static void add_cpu(struct acpi_madt *madt, const struct madt_record *r)
{
	if (!(r->local_apic.flags & MADT_LOCAL_APIC_ENABLED))
		return;
	if (madt->nr_cpus < NR_CPUS)
		madt->apicid[madt->nr_cpus] = r->local_apic.apic_id;
	madt->nr_cpus++;
}

static void add_ioapic(struct acpi_madt *madt, const struct madt_record *r)
{
	if (madt->nr_ioapics == ACPI_MAX_IOAPICS) {
		pr_warn("acpi: more than %d I/O APICs: number %u is left out\n", ACPI_MAX_IOAPICS,
			r->io_apic.id);
		return;
	}
	madt->ioapic[madt->nr_ioapics++] = (struct acpi_ioapic){
		.id = r->io_apic.id,
		.address = r->io_apic.address,
		.gsi_base = r->io_apic.gsi_base,
	};
}

static void add_override(struct acpi_madt *madt, const struct madt_record *r)
{
	if (r->override.source >= NR_IRQS_LEGACY) {
		pr_warn("acpi: an override for line %u, which the ISA bus has not\n",
			r->override.source);
		return;
	}
	madt->isa_gsi[r->override.source] = r->override.gsi;
	madt->isa_flags[r->override.source] = r->override.flags;
}

/* How long is a record of this type at least? Types that are not read: 2. */
static size_t record_size(u8 type)
{
	const struct madt_record *r = NULL;

	switch (type) {
	case MADT_LOCAL_APIC:
		return 2 + sizeof(r->local_apic);
	case MADT_IO_APIC:
		return 2 + sizeof(r->io_apic);
	case MADT_INTERRUPT_OVERRIDE:
		return 2 + sizeof(r->override);
	case MADT_LOCAL_APIC_OVERRIDE:
		return 2 + sizeof(r->local_apic_override);
	default:
		return 2;
	}
}

static void add_record(struct acpi_madt *madt, const struct madt_record *r)
{
	switch (r->type) {
	case MADT_LOCAL_APIC:
		add_cpu(madt, r);
		break;
	case MADT_IO_APIC:
		add_ioapic(madt, r);
		break;
	case MADT_INTERRUPT_OVERRIDE:
		add_override(madt, r);
		break;
	case MADT_LOCAL_APIC_OVERRIDE:
		madt->lapic_address = r->local_apic_override.address;
		break;
	}
}

/**
 * acpi_parse_madt - read the records of a MADT whose checksum is right
 * @table: its first byte
 * @length: its bytes
 * @madt: filled in
 *
 * Return: 0, or -EINVAL when a record is shorter than its type or runs out of the table; what came
 * before it has been read. Context: any.
 */
int acpi_parse_madt(const void *table, size_t length, struct acpi_madt *madt)
{
	const struct madt_header *header = table;
	size_t at = sizeof(*header);
	unsigned int irq;

	memset(madt, 0, sizeof(*madt));
	for (irq = 0; irq < NR_IRQS_LEGACY; irq++)
		madt->isa_gsi[irq] = irq;
	if (length < sizeof(*header))
		return -EINVAL;
	madt->lapic_address = header->lapic_address;
	while (length - at >= 2) {
		const struct madt_record *r = table + at;

		if (r->length < record_size(r->type) || r->length > length - at)
			return -EINVAL;
		add_record(madt, r);
		at += r->length;
	}
	return 0;
}

/* ---- from the RSDP to it ------------------------------------------------------------------- */

static bool is_rsdp(const struct rsdp *rsdp)
{
	return !memcmp(rsdp->signature, "RSD PTR ", sizeof(rsdp->signature)) &&
	       acpi_checksum_ok(rsdp, RSDP_LENGTH_1);
}

static const struct rsdp *search(unsigned long from, unsigned long to)
{
	for (; from + sizeof(struct rsdp) <= to; from += RSDP_ALIGN)
		if (is_rsdp(__va(from)))
			return __va(from);
	return NULL;
}

static const struct rsdp *find_rsdp(void)
{
	unsigned long ebda = (unsigned long)*(const u16 *)__va(EBDA_SEGMENT) << 4;
	const struct rsdp *rsdp = NULL;

	if (ebda >= PAGE_SIZE && ebda < BIOS_START)
		rsdp = search(ebda, ebda + EBDA_SEARCH);
	return rsdp ? rsdp : search(BIOS_START, BIOS_END);
}

/* Map a whole table. NULL: not to be believed, which has been said, or no memory. */
static struct table_header *map_table(phys_addr_t address)
{
	struct table_header *table = ioremap(address, sizeof(*table));
	u32 length;

	if (!table)
		return NULL;
	length = table->length;
	iounmap(table);
	if (length < sizeof(*table) || length > TABLE_MAX) {
		pr_warn("acpi: the table at 0x%llx says it has %u bytes: it is not used\n", address,
			length);
		return NULL;
	}
	table = ioremap(address, length);
	if (table && !acpi_checksum_ok(table, length)) {
		pr_warn("acpi: the table %.4s at 0x%llx has a wrong checksum: it is not used\n",
			table->signature, address);
		iounmap(table);
		return NULL;
	}
	return table;
}

/* The XSDT where there is one that can be believed, else the RSDT. */
static struct table_header *map_root(const struct rsdp *rsdp, size_t *pointer_size)
{
	struct table_header *root = NULL;

	*pointer_size = sizeof(u64);
	if (rsdp->revision >= 2 && rsdp->xsdt_address && rsdp->length >= sizeof(*rsdp) &&
	    acpi_checksum_ok(rsdp, sizeof(*rsdp)))
		root = map_table(rsdp->xsdt_address);
	if (root)
		return root;
	*pointer_size = sizeof(u32);
	return map_table(rsdp->rsdt_address);
}

static struct table_header *find_table(const struct table_header *root, size_t pointer_size,
				       const char *signature)
{
	size_t at;

	for (at = sizeof(*root); at + pointer_size <= root->length; at += pointer_size) {
		struct table_header *table;
		u64 address = 0;

		memcpy(&address, (const char *)root + at, pointer_size);
		table = map_table(address);
		if (table && !memcmp(table->signature, signature, sizeof(table->signature)))
			return table;
		iounmap(table);
	}
	return NULL;
}

/**
 * acpi_read_madt - find the MADT and read it
 * @madt: filled in
 *
 * Return: 0, or -ENODEV when there is none that can be believed. Context: boot, with memory.
 */
int acpi_read_madt(struct acpi_madt *madt)
{
	const struct rsdp *rsdp = find_rsdp();
	struct table_header *root, *table = NULL;
	size_t pointer_size;

	if (!rsdp)
		return -ENODEV;
	root = map_root(rsdp, &pointer_size);
	if (root)
		table = find_table(root, pointer_size, "APIC");
	iounmap(root);
	if (!table)
		return -ENODEV;
	if (acpi_parse_madt(table, table->length, madt))
		pr_warn("acpi: the MADT has a record that runs out of it: the rest is not read\n");
	iounmap(table);
	return 0;
}
