// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec.c - loads the stub. The kernel copies it to where it shall run by a copy of
 * the linear map that it makes at load time (trans_pgd_create_copy()): reaching the stub
 * shows that the copy was good.
 */
#include "bench/kexec.h"

#include "bench/iomem.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE		4096
#define PSCI_METHOD	"/sys/firmware/devicetree/base/psci/method"
#define INSN_SMC0	0xd4000003u

/*
 * Entered with the MMU off, at EL1 or EL2. The UART is a PL011, whose first register
 * takes characters; its address comes in at the end, 0 for none.
 */
asm(
"	.pushsection .rodata\n"
"	.globl	kexec_stub, kexec_stub_call, kexec_stub_uart, kexec_stub_end\n"
"	.balign	8\n"
"kexec_stub:\n"
"	adr	x1, 3f\n"
"	ldr	x2, 4f\n"
"	cbz	x2, 2f\n"
"1:	ldrb	w3, [x1], #1\n"
"	cbz	w3, 2f\n"
"	str	w3, [x2]\n"
"	b	1b\n"
"2:	mov	w0, #0x84000000\n"
"	orr	w0, w0, #8\n"		/* PSCI SYSTEM_OFF */
"kexec_stub_call:\n"
"	hvc	#0\n"
"	b	.\n"
"	.balign	8\n"
"kexec_stub_uart:\n"
"4:	.quad	0\n"
"3:	.asciz	\"" KEXEC_STUB_SAYS "\\r\\n\"\n"
"	.balign	8\n"
"kexec_stub_end:\n"
"	.popsection\n");

extern const char kexec_stub[], kexec_stub_call[], kexec_stub_uart[], kexec_stub_end[];

/* How PSCI is called. Returns 0 or -ENODEV. */
static int psci_calls_smc(bool *smc)
{
	char method[4] = "";
	int fd = open(PSCI_METHOD, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -ENODEV;
	n = read(fd, method, sizeof(method));
	close(fd);
	if (n != sizeof(method))
		return -ENODEV;
	*smc = !memcmp(method, "smc", sizeof(method));
	return 0;
}

static int stub_make(char *stub)
{
	const uint32_t insn = INSN_SMC0;
	struct iomem_range uart = { 0 };
	bool smc;
	int err = psci_calls_smc(&smc);

	if (err)
		return err;
	memcpy(stub, kexec_stub, kexec_stub_end - kexec_stub);
	if (smc)
		memcpy(stub + (kexec_stub_call - kexec_stub), &insn, sizeof(insn));
	if (!iomem_find("pl011", &uart))
		memcpy(stub + (kexec_stub_uart - kexec_stub), &uart.start, sizeof(uart.start));
	return 0;
}

static int load(uint64_t entry, unsigned long nr, struct kexec_segment *segments)
{
	return syscall(SYS_kexec_load, entry, nr, segments, KEXEC_ARCH_AARCH64) ? -errno : 0;
}

int kexec_load_stub(void)
{
	static char stub[PAGE];
	struct kexec_segment segment = {
		.buf = stub,
		.bufsz = sizeof(stub),
		.memsz = PAGE,
	};
	struct iomem_range ram;
	uint64_t at;
	int err = stub_make(stub);

	if (!err)
		err = iomem_find("System RAM", &ram);
	if (err)
		return err;
	at = (ram.start + ram.end) / 2 & ~(uint64_t)(PAGE - 1);
	segment.mem = (void *)at;
	return load(at, 1, &segment);
}

int kexec_unload(void)
{
	return load(0, 0, NULL);
}

int kexec_go(void)
{
	return syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
		       LINUX_REBOOT_CMD_KEXEC, NULL) ? -errno : 0;
}
