/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virt.h - QEMU's virt machine, as pure data: what of it is not read from the device
 * tree. Addresses are those of hw/arm/virt.c, the stub's those of hw/arm/boot.c.
 */
#ifndef REALM_VIRT_H
#define REALM_VIRT_H

#define VIRT_RAM_BASE		0x40000000ul	/* below it there are only devices */
#define VIRT_STUB_DTB		0x40000018ul	/* QEMU's boot stub keeps the tree's address here */
#define VIRT_STUB_ENTRY		0x40000020ul	/* and the kernel's entry here */
/* The GIC, the UART and so on: from behind the flash up to PCI's first window. */
#define VIRT_BOARD_BASE		0x08000000ul
#define VIRT_BOARD_END		0x10000000ul
#define VIRT_UART		0x09000000ul	/* PL011, the console */
#define VIRT_GIC_MSI_BASE	0x08000000ul	/* the GIC with the ITS' doorbell in it */

#endif /* REALM_VIRT_H */
