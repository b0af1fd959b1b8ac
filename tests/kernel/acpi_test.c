// SPDX-License-Identifier: MIT
/* acpi_test.c - reading the firmware's table of processors and controllers, right or broken */
#include "helpers.h"

#include <asm/acpi.h>
#include <linux/string.h>

#define HEADER	      44 /* bytes before the first record */
#define LAPIC_ADDRESS 36 /* where in them */

/* A table that is being written. */
struct table {
	u8 bytes[256];
	size_t length;
};

static void begin(struct table *t)
{
	memset(t, 0, sizeof(*t));
	t->length = HEADER;
	t->bytes[LAPIC_ADDRESS + 3] = 0xfe;
	t->bytes[LAPIC_ADDRESS + 2] = 0xe0;
}

#define ADD(t, ...)                                                                                \
	do {                                                                                       \
		static const u8 record[] = { __VA_ARGS__ };                                        \
                                                                                                   \
		memcpy((t)->bytes + (t)->length, record, sizeof(record));                          \
		(t)->length += sizeof(record);                                                     \
	} while (0)

#define ADD_CPU(t, id, enabled) ADD(t, 0, 8, 0, id, enabled, 0, 0, 0)
#define ADD_IOAPIC(t, id)	ADD(t, 1, 12, id, 0, 0, 0, 0xc0, 0xfe, 24, 0, 0, 0)

/* Processors that are enabled, I/O APICs and overrides are found; the other lines are themselves */
static void records_are_read(struct kunit *test)
{
	struct acpi_madt madt;
	struct table t;

	begin(&t);
	ADD_CPU(&t, 3, 1);
	ADD_CPU(&t, 5, 0);
	ADD_CPU(&t, 7, 1);
	ADD_IOAPIC(&t, 9);
	ADD(&t, 2, 10, 0, 0, 2, 0, 0, 0, 0, 0);
	ADD(&t, 2, 10, 0, 10, 10, 0, 0, 0, 0x0f, 0);
	ADD(&t, 77, 4, 1, 2); /* a type of later days */
	KUNIT_ASSERT_EQ(test, acpi_parse_madt(t.bytes, t.length, &madt), 0);
	KUNIT_EXPECT_EQ(test, madt.lapic_address, 0xfee00000ULL);
	KUNIT_EXPECT_EQ(test, madt.nr_cpus, 2);
	KUNIT_EXPECT_EQ(test, madt.apicid[0], 3);
	KUNIT_EXPECT_EQ(test, madt.apicid[1], 7);
	KUNIT_EXPECT_EQ(test, madt.nr_ioapics, 1);
	KUNIT_EXPECT_EQ(test, madt.ioapic[0].id, 9);
	KUNIT_EXPECT_EQ(test, madt.ioapic[0].address, 0xfec00000);
	KUNIT_EXPECT_EQ(test, madt.ioapic[0].gsi_base, 24);
	KUNIT_EXPECT_EQ(test, madt.isa_gsi[0], 2);
	KUNIT_EXPECT_EQ(test, madt.isa_gsi[1], 1);
	KUNIT_EXPECT_EQ(test, madt.isa_flags[1], 0);
	KUNIT_EXPECT_EQ(test, madt.isa_flags[10] & MADT_POLARITY_MASK, MADT_POLARITY_LOW);
	KUNIT_EXPECT_EQ(test, madt.isa_flags[10] & MADT_TRIGGER_MASK, MADT_TRIGGER_LEVEL);
}

/* A local APIC beyond 4 GiB has a record of its own */
static void address_may_have_64_bits(struct kunit *test)
{
	struct acpi_madt madt;
	struct table t;

	begin(&t);
	ADD(&t, 5, 12, 0, 0, 0, 0, 0xe0, 0xfe, 1, 0, 0, 0);
	KUNIT_ASSERT_EQ(test, acpi_parse_madt(t.bytes, t.length, &madt), 0);
	KUNIT_EXPECT_EQ(test, madt.lapic_address, 0x1fee00000ULL);
}

/* More processors than there can be are counted, and the first are kept */
static void more_processors_than_fit(struct kunit *test)
{
	struct acpi_madt madt;
	struct table t;
	int i;

	begin(&t);
	for (i = 0; i < NR_CPUS + 2; i++)
		ADD_CPU(&t, 1, 1);
	KUNIT_ASSERT_EQ(test, acpi_parse_madt(t.bytes, t.length, &madt), 0);
	KUNIT_EXPECT_EQ(test, madt.nr_cpus, NR_CPUS + 2);
	KUNIT_EXPECT_EQ(test, madt.apicid[NR_CPUS - 1], 1);
}

/* An override of a line that the bus has not, and one I/O APIC too many, are told and left out */
static void what_does_not_fit_is_told(struct kunit *test)
{
	struct acpi_madt madt;
	struct table t;
	int i;

	begin(&t);
	ADD(&t, 2, 10, 0, 16, 2, 0, 0, 0, 0, 0);
	for (i = 0; i < ACPI_MAX_IOAPICS + 1; i++)
		ADD_IOAPIC(&t, 4);
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, acpi_parse_madt(t.bytes, t.length, &madt), 0);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "override for line 16");
	KUNIT_EXPECT_REPORT(test, "more than 4 I/O APICs");
	KUNIT_EXPECT_EQ(test, madt.nr_ioapics, ACPI_MAX_IOAPICS);
}

/* A record that is too short for its type, or runs out of the table, ends the reading */
static void broken_records_end_it(struct kunit *test)
{
	struct acpi_madt madt;
	struct table t;

	begin(&t);
	ADD_CPU(&t, 3, 1);
	ADD(&t, 0, 7, 0, 4, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, acpi_parse_madt(t.bytes, t.length, &madt), -EINVAL);
	KUNIT_EXPECT_EQ(test, madt.nr_cpus, 1);
	begin(&t);
	ADD(&t, 99, 0);
	KUNIT_EXPECT_EQ(test, acpi_parse_madt(t.bytes, t.length, &madt), -EINVAL);
	begin(&t);
	ADD_CPU(&t, 3, 1);
	KUNIT_EXPECT_EQ(test, acpi_parse_madt(t.bytes, t.length - 1, &madt), -EINVAL);
	KUNIT_EXPECT_EQ(test, madt.nr_cpus, 0);
	KUNIT_EXPECT_EQ(test, acpi_parse_madt(t.bytes, HEADER - 1, &madt), -EINVAL);
}

/* Bytes are right when they add up to 0 */
static void checksum(struct kunit *test)
{
	u8 bytes[] = { 1, 255, 200, 56 };

	KUNIT_EXPECT_TRUE(test, acpi_checksum_ok(bytes, 4));
	KUNIT_EXPECT_TRUE(test, acpi_checksum_ok(bytes, 0));
	KUNIT_EXPECT_FALSE(test, acpi_checksum_ok(bytes, 3));
}

static struct kunit_case acpi_cases[] = {
	KUNIT_CASE(records_are_read),
	KUNIT_CASE(address_may_have_64_bits),
	KUNIT_CASE(more_processors_than_fit),
	KUNIT_CASE(what_does_not_fit_is_told),
	KUNIT_CASE(broken_records_end_it),
	KUNIT_CASE(checksum),
	{},
};

static struct kunit_suite acpi_suite = {
	.name = "acpi",
	.test_cases = acpi_cases,
};
kunit_test_suite(acpi_suite);
