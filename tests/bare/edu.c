// SPDX-License-Identifier: GPL-2.0-only
/* edu.c - see edu.h; registers from QEMU's docs/specs/edu.rst. */
#include "tests/bare/edu.h"

#include "tests/bare/bare.h"

#define EDU_ID		0x11e81234u
#define DEVICES		32
#define CONFIG(device)	(PCI_ECAM + (device) * 0x8000ul)
#define COMMAND		0x04
#define COMMAND_ON	0x6	/* memory, bus master */
#define BAR0		0x10

#define DMA_SOURCE	(PCI_MMIO + 0x80)
#define DMA_DESTINATION	(PCI_MMIO + 0x88)
#define DMA_COUNT	(PCI_MMIO + 0x90)
#define DMA_COMMAND	(PCI_MMIO + 0x98)
#define DMA_RUN		1
#define DMA_TO_MEMORY	2
#define BUFFER		0x40000

bool edu_open(void)
{
	u64 i;

	for (i = 0; i < DEVICES; i++) {
		if (read32(CONFIG(i)) != EDU_ID)
			continue;
		write32(CONFIG(i) + BAR0, PCI_MMIO);
		write32(CONFIG(i) + COMMAND, COMMAND_ON);
		return (read32(PCI_MMIO) & 0xff) == 0xed;
	}
	return false;
}

static bool edu_run(u64 source, u64 destination, u64 command)
{
	u64 end = ticks() + 10 * sysreg_read(cntfrq_el0);

	write64(DMA_SOURCE, source);
	write64(DMA_DESTINATION, destination);
	write64(DMA_COUNT, EDU_BYTES);
	write64(DMA_COMMAND, command | DMA_RUN);
	while (read32(DMA_COMMAND) & DMA_RUN)
		if (ticks() > end)
			return false;
	return true;
}

bool edu_load(u64 address)
{
	return edu_run(address, BUFFER, 0);
}

bool edu_store(u64 address)
{
	return edu_run(BUFFER, address, DMA_TO_MEMORY);
}
