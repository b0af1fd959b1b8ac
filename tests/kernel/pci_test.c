// SPDX-License-Identifier: MIT
/*
 * pci_test.c - tests of kernel/drivers/pci_*.c
 *
 * The host bridge stands in for a card: every machine with PCI has one, and no driver wants it.
 */
#include <kunit/test.h>
#include <linux/pci.h>

#define EMPTY_BUS	255	/* firmware numbers buses from 0 */

static struct pci_dev *host_bridge;

static int pci_test_init(struct kunit *test)
{
	struct pci_dev *dev = NULL;

	host_bridge = NULL;
	for_each_pci_dev(dev)
		if (dev->class >> 8 == PCI_CLASS_BRIDGE_HOST && !dev->driver && !host_bridge)
			host_bridge = dev;
	return 0;
}

static void need_host_bridge(struct kunit *test)
{
	if (!host_bridge)
		kunit_skip(test, "no PCI host bridge on this machine");
}

/* ---- configuration space ------------------------------------------------------------------- */

/* A register reads the same in one, two and four bytes. */
static void config_widths_agree(struct kunit *test)
{
	u8 byte[4];
	u16 word[2];
	u32 dword;

	need_host_bridge(test);
	pci_read_config_dword(host_bridge, PCI_VENDOR_ID, &dword);
	for (int i = 0; i < 2; i++)
		pci_read_config_word(host_bridge, PCI_VENDOR_ID + 2 * i, &word[i]);
	for (int i = 0; i < 4; i++)
		pci_read_config_byte(host_bridge, PCI_VENDOR_ID + i, &byte[i]);
	KUNIT_EXPECT_EQ(test, dword, word[0] | word[1] << 16);
	KUNIT_EXPECT_EQ(test, dword, byte[0] | byte[1] << 8 | byte[2] << 16 | (u32)byte[3] << 24);
	KUNIT_EXPECT_EQ(test, word[0], host_bridge->vendor);
	KUNIT_EXPECT_EQ(test, word[1], host_bridge->device);
}

/* An address that is no register is refused, and reads all ones. */
static void config_refuses_what_is_no_register(struct kunit *test)
{
	static struct pci_bus bus;
	u16 word;
	u32 dword;

	KUNIT_EXPECT_EQ(test, pci_bus_read_config_word(&bus, 0, 1, &word), -EINVAL);
	KUNIT_EXPECT_EQ(test, word, 0xffff);
	KUNIT_EXPECT_EQ(test, pci_bus_read_config_dword(&bus, 0, 2, &dword), -EINVAL);
	KUNIT_EXPECT_EQ(test, pci_bus_read_config_dword(&bus, 0, 256, &dword), -EINVAL);
	KUNIT_EXPECT_EQ(test, pci_bus_read_config_dword(&bus, 0, -4, &dword), -EINVAL);
	KUNIT_EXPECT_EQ(test, dword, 0xffffffff);
	KUNIT_EXPECT_EQ(test, pci_bus_write_config_word(&bus, 0, 1, 0), -EINVAL);
}

/* A slot in which nobody sits reads all ones. */
static void config_of_nobody_is_all_ones(struct kunit *test)
{
	struct pci_bus bus = { .number = EMPTY_BUS };
	u32 dword = 0;

	need_host_bridge(test);
	KUNIT_EXPECT_EQ(test, pci_bus_read_config_dword(&bus, 0, PCI_VENDOR_ID, &dword), 0);
	KUNIT_EXPECT_EQ(test, dword, 0xffffffff);
}

/* ---- what the walk found ------------------------------------------------------------------- */

/* Every device is listed once, and its name says where it is. */
static void scan_names_each_device_once(struct kunit *test)
{
	struct pci_dev *dev = NULL;

	for_each_pci_dev(dev) {
		struct pci_dev *other = dev;
		char name[sizeof(dev->name)];

		snprintf(name, sizeof(name), "0000:%02x:%02x.%d", dev->bus->number,
			 PCI_SLOT(dev->devfn), PCI_FUNC(dev->devfn));
		KUNIT_EXPECT_STREQ(test, pci_name(dev), (const char *)name);
		for_each_pci_dev(other)
			KUNIT_EXPECT_STRNEQ(test, pci_name(dev), pci_name(other));
	}
}

/* The size of every range is a power of two, and its start a multiple of it. */
static void scan_finds_aligned_resources(struct kunit *test)
{
	struct pci_dev *dev = NULL;

	for_each_pci_dev(dev) {
		for (int i = 0; i < PCI_NUM_RESOURCES; i++) {
			u32 len = pci_resource_len(dev, i);

			KUNIT_EXPECT_EQ_MSG(test, len & (len - 1), 0, "%s BAR %d", pci_name(dev),
					    i);
			if (len)
				KUNIT_EXPECT_EQ_MSG(test, pci_resource_start(dev, i) % len, 0,
						    "%s BAR %d", pci_name(dev), i);
		}
	}
}

/* Asking for the sizes has left the base addresses as the firmware set them. */
static void scan_leaves_addresses_alone(struct kunit *test)
{
	struct pci_dev *dev = NULL;
	u32 bar;

	for_each_pci_dev(dev) {
		for (int i = 0; i < PCI_NUM_RESOURCES; i++) {
			if (!pci_resource_flags(dev, i))
				continue;
			pci_read_config_dword(dev, PCI_BASE_ADDRESS_0 + 4 * i, &bar);
			bar &= bar & PCI_BASE_ADDRESS_SPACE_IO ? PCI_BASE_ADDRESS_IO_MASK :
								 PCI_BASE_ADDRESS_MEM_MASK;
			KUNIT_EXPECT_EQ(test, bar, pci_resource_start(dev, i));
		}
	}
}

/* ---- matching ------------------------------------------------------------------------------ */

static const struct pci_device_id sample_ids[] = {
	{ PCI_DEVICE(0x1111, 0x0001), .driver_data = 1 },
	{ .vendor = 0x2222,
	  .device = PCI_ANY_ID,
	  .subvendor = 0x3333,
	  .subdevice = PCI_ANY_ID,
	  .driver_data = 2 },
	{ PCI_DEVICE_CLASS(0x020000, 0xff0000), .driver_data = 3 },
	{ 0 },
};

static unsigned long matched(struct pci_dev dev)
{
	const struct pci_device_id *id = pci_match_id(sample_ids, &dev);

	return id ? id->driver_data : 0;
}

/* An entry fits when every number is equal or PCI_ANY_ID; the first that fits is taken. */
static void match_compares_numbers(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, matched((struct pci_dev){ .vendor = 0x1111, .device = 1 }), 1);
	KUNIT_EXPECT_EQ(test, matched((struct pci_dev){ .vendor = 0x1111, .device = 2 }), 0);
	KUNIT_EXPECT_EQ(test, matched((struct pci_dev){ .vendor = 0x2222, .device = 9 }), 0);
	KUNIT_EXPECT_EQ(test,
			matched((struct pci_dev){
				.vendor = 0x2222, .device = 9, .subsystem_vendor = 0x3333 }),
			2);
}

/* A class is compared in the bits of the mask only. */
static void match_masks_the_class(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, matched((struct pci_dev){ .vendor = 7, .class = 0x028001 }), 3);
	KUNIT_EXPECT_EQ(test, matched((struct pci_dev){ .vendor = 7, .class = 0x030000 }), 0);
}

/* No table fits nothing. */
static void match_without_table(struct kunit *test)
{
	struct pci_dev dev = { .vendor = 1 };

	KUNIT_EXPECT_NULL(test, pci_match_id(NULL, &dev));
}

/* ---- drivers ------------------------------------------------------------------------------- */

struct sample_driver {
	struct pci_driver pci;
	struct pci_device_id ids[2];	/* the host bridge, and the end */
	int probe_result;
	int probes, removes;
	struct pci_dev *probed;
	unsigned long data_seen;
};

static struct sample_driver *sample_of(struct pci_driver *drv)
{
	return container_of(drv, struct sample_driver, pci);
}

static int sample_probe(struct pci_dev *dev, const struct pci_device_id *id)
{
	struct sample_driver *sample = sample_of(dev->driver);

	sample->probes++;
	sample->probed = dev;
	sample->data_seen = id->driver_data;
	pci_set_drvdata(dev, sample);
	return sample->probe_result;
}

static void sample_remove(struct pci_dev *dev)
{
	struct sample_driver *sample = pci_get_drvdata(dev);

	sample->removes++;
}

static struct sample_driver *new_driver(struct kunit *test, int probe_result)
{
	struct sample_driver *sample = kunit_kzalloc(test, sizeof(*sample), GFP_KERNEL);

	need_host_bridge(test);
	KUNIT_ASSERT_NOT_NULL(test, sample);
	sample->pci.name = "sample";
	sample->pci.probe = sample_probe;
	sample->pci.remove = sample_remove;
	sample->pci.id_table = sample->ids;
	sample->ids[0].vendor = host_bridge->vendor;
	sample->ids[0].device = host_bridge->device;
	sample->ids[0].subvendor = PCI_ANY_ID;
	sample->ids[0].subdevice = PCI_ANY_ID;
	sample->ids[0].driver_data = 42;
	sample->probe_result = probe_result;
	return sample;
}

/* Registering probes a device that is there already, with the entry that fitted. */
static void register_probes_what_is_there(struct kunit *test)
{
	struct sample_driver *sample = new_driver(test, 0);

	KUNIT_EXPECT_EQ(test, pci_register_driver(&sample->pci), 0);
	KUNIT_EXPECT_EQ(test, sample->probes, 1);
	KUNIT_EXPECT_PTR_EQ(test, sample->probed, host_bridge);
	KUNIT_EXPECT_EQ(test, sample->data_seen, 42);
	KUNIT_EXPECT_PTR_EQ(test, host_bridge->driver, &sample->pci);
	pci_unregister_driver(&sample->pci);
}

/* Unregistering removes the driver from its device and leaves the device free. */
static void unregister_removes(struct kunit *test)
{
	struct sample_driver *sample = new_driver(test, 0);

	pci_register_driver(&sample->pci);
	pci_unregister_driver(&sample->pci);
	KUNIT_EXPECT_EQ(test, sample->removes, 1);
	KUNIT_EXPECT_NULL(test, host_bridge->driver);
	KUNIT_EXPECT_NULL(test, pci_get_drvdata(host_bridge));
}

/* A device has one driver: another that knows it is not asked while the first has it. */
static void first_driver_keeps_the_device(struct kunit *test)
{
	struct sample_driver *first = new_driver(test, 0), *second = new_driver(test, 0);

	pci_register_driver(&first->pci);
	pci_register_driver(&second->pci);
	KUNIT_EXPECT_EQ(test, second->probes, 0);
	pci_unregister_driver(&second->pci);
	KUNIT_EXPECT_EQ(test, second->removes, 0);
	pci_unregister_driver(&first->pci);
}

/* When a driver leaves, another that waits gets its device. */
static void waiting_driver_inherits(struct kunit *test)
{
	struct sample_driver *first = new_driver(test, 0), *second = new_driver(test, 0);

	pci_register_driver(&first->pci);
	pci_register_driver(&second->pci);
	pci_unregister_driver(&first->pci);
	KUNIT_EXPECT_EQ(test, second->probes, 1);
	KUNIT_EXPECT_PTR_EQ(test, host_bridge->driver, &second->pci);
	pci_unregister_driver(&second->pci);
}

/* A probe that says no leaves the device free, and its driver is not removed from it. */
static void failed_probe_leaves_the_device_free(struct kunit *test)
{
	struct sample_driver *sample = new_driver(test, -ENODEV);

	pci_register_driver(&sample->pci);
	KUNIT_EXPECT_EQ(test, sample->probes, 1);
	KUNIT_EXPECT_NULL(test, host_bridge->driver);
	pci_unregister_driver(&sample->pci);
	KUNIT_EXPECT_EQ(test, sample->removes, 0);
}

/* A driver for nothing that is here registers all the same. */
static void register_without_a_device(struct kunit *test)
{
	struct sample_driver *sample = new_driver(test, 0);

	sample->ids[0].vendor = 0xfffe;
	KUNIT_EXPECT_EQ(test, pci_register_driver(&sample->pci), 0);
	KUNIT_EXPECT_EQ(test, sample->probes, 0);
	pci_unregister_driver(&sample->pci);
}

/* pci_set_master and pci_clear_master switch one bit of the command register and no other. */
static void master_is_one_bit(struct kunit *test)
{
	struct pci_dev *dev = NULL;
	u16 before, on, off;

	dev = pci_get_device(PCI_VENDOR_ID_QEMU, PCI_DEVICE_ID_QEMU_EDU, NULL);
	if (!dev)
		kunit_skip(test, "no device here that the test may switch");
	pci_read_config_word(dev, PCI_COMMAND, &before);
	pci_clear_master(dev);
	pci_read_config_word(dev, PCI_COMMAND, &off);
	pci_set_master(dev);
	pci_read_config_word(dev, PCI_COMMAND, &on);
	KUNIT_EXPECT_EQ(test, on ^ off, PCI_COMMAND_MASTER);
	KUNIT_EXPECT_EQ(test, on, before);
}

static struct kunit_case pci_cases[] = {
	KUNIT_CASE(config_widths_agree),
	KUNIT_CASE(config_refuses_what_is_no_register),
	KUNIT_CASE(config_of_nobody_is_all_ones),
	KUNIT_CASE(scan_names_each_device_once),
	KUNIT_CASE(scan_finds_aligned_resources),
	KUNIT_CASE(scan_leaves_addresses_alone),
	KUNIT_CASE(match_compares_numbers),
	KUNIT_CASE(match_masks_the_class),
	KUNIT_CASE(match_without_table),
	KUNIT_CASE(register_probes_what_is_there),
	KUNIT_CASE(unregister_removes),
	KUNIT_CASE(first_driver_keeps_the_device),
	KUNIT_CASE(waiting_driver_inherits),
	KUNIT_CASE(failed_probe_leaves_the_device_free),
	KUNIT_CASE(register_without_a_device),
	KUNIT_CASE(master_is_one_bit),
	{},
};

static struct kunit_suite pci_suite = {
	.name = "pci",
	.init = pci_test_init,
	.test_cases = pci_cases,
};
kunit_test_suite(pci_suite);
