# SPDX-License-Identifier: GPL-2.0-only
#
# Everything that is compiled, all of it under build/. The compilers are in the tool
# root: called outside it, make calls itself again in there (./run.sh tool make ...).
#
#   make host guest kmod initramfs    what a run needs (the default)
#   make units                        the host program's unit tests, also with sanitizers
#   make style                        clang-format and shellcheck
#
# make bench boots guests and prints what every method costs as a ratio to the kernel's
# own split (bench.ini), one guest at a time: the timed one must not share the host. Like
# ./run.sh it sets up what it needs.

ifndef SPLITFOLD_ROOT

GOALS := $(sort all $(filter-out bench,$(MAKECMDGOALS)))
.PHONY: $(GOALS) bench
$(GOALS) &:
	@./run.sh tool make $(filter-out bench,$(MAKECMDGOALS))

bench:
	@./run.sh matrix --matrix bench.ini --jobs 1

else

KVER	?= $(notdir $(firstword $(wildcard /usr/lib/modules/*)))
CROSS	:= aarch64-linux-gnu-

BUILD	:= build
HOST	:= $(BUILD)/host
ASAN	:= $(BUILD)/host-asan
GUEST	:= $(BUILD)/guest
KMOD	:= $(BUILD)/kmod/$(KVER)

HOST_SRC	:= $(wildcard host/*.c)
UNIT_SRC	:= $(wildcard tests/unit/test_*.c)
GUEST_SRC	:= $(wildcard bench/*.c workloads/*.c)
KMOD_SRC	:= $(wildcard kmod/*)

UNITS		:= $(UNIT_SRC:tests/unit/%.c=%)
LIB_SRC		:= $(filter-out host/main.c,$(HOST_SRC))

CPPFLAGS	:= -I. -MMD -MP
CFLAGS		:= -std=gnu17 -O2 -g -Wall -Wextra -Werror
SANITIZE	:= -fsanitize=address,undefined -fno-sanitize-recover=all -O1
HOST_LIBS	:= -linih -lyyjson -lhdr_histogram -lgsl -lgslcblas -lz -lm
GUEST_CPPFLAGS	:= $(CPPFLAGS) -I/usr/local/include
GUEST_LIBS	:= -L/usr/local/lib/aarch64-linux-gnu -lperf -lapi \
		   -lhdr_histogram_static -lz -lm

# What has no source yet is not asked for.
PARTS	:= $(if $(HOST_SRC),host) $(if $(GUEST_SRC),guest) $(if $(KMOD_SRC),kmod) initramfs

.PHONY: all host guest kmod initramfs units format shellcheck style clean
all: $(PARTS)

# The host program, plain and with sanitizers, and its units: the same rules twice.
host: $(HOST)/splitfold
units: $(UNITS:%=$(HOST)/%) $(UNITS:%=$(ASAN)/%) $(ASAN)/splitfold

$(ASAN)/%: private CFLAGS += $(SANITIZE)

define host_rules
$(1)/%.o: %.c
	@mkdir -p $$(@D)
	$$(CC) $$(CPPFLAGS) $$(CFLAGS) -c -o $$@ $$<

$(1)/splitfold: $$(HOST_SRC:%.c=$(1)/%.o)
	$$(CC) $$(CFLAGS) -o $$@ $$^ -Wl,--as-needed $$(HOST_LIBS)

$(1)/test_%: $(1)/tests/unit/test_%.o $$(LIB_SRC:%.c=$(1)/%.o)
	$$(CC) $$(CFLAGS) -o $$@ $$^ -Wl,--as-needed -lcmocka $$(HOST_LIBS)
endef
$(eval $(call host_rules,$(HOST)))
$(eval $(call host_rules,$(ASAN)))

# The guest's binary: static, so that the same file runs anywhere.
guest: $(GUEST)/splitfold-bench

$(GUEST)/%.o: %.c
	@mkdir -p $(@D)
	$(CROSS)gcc $(GUEST_CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(GUEST)/splitfold-bench: $(GUEST_SRC:%.c=$(GUEST)/%.o)
	$(CROSS)gcc $(CFLAGS) -static -o $@ $^ $(GUEST_LIBS)

# The module, by kbuild in a directory of its own for each kernel.
kmod: $(KMOD)/splitfold.ko

$(KMOD)/splitfold.ko: $(KMOD_SRC)
	@mkdir -p $(@D)
	+$(MAKE) -C /usr/src/linux-headers-$(KVER) M=$(CURDIR)/kmod MO=$(CURDIR)/$(KMOD) \
		ARCH=arm64 CROSS_COMPILE=$(CROSS) CONFIG_DEBUG_INFO_BTF_MODULES= \
		KCFLAGS=-Werror modules

# The guest's file system: with whatever of the above there is.
initramfs: $(GUEST)/initramfs.$(KVER).cpio.gz

$(GUEST)/initramfs.$(KVER).cpio.gz: qemu/init qemu/initramfs.sh $(wildcard tests/guest/*) \
		$(if $(GUEST_SRC),$(GUEST)/splitfold-bench) $(if $(KMOD_SRC),$(KMOD)/splitfold.ko)
	@mkdir -p $(@D)
	qemu/initramfs.sh $(KVER) $@

# How the code looks.
style: format shellcheck

format:
	tests/format.sh $(wildcard $(addsuffix /*.[ch],host bench workloads kmod tests/unit tests/fuzz))

shellcheck:
	shellcheck -x -a run.sh
	shellcheck qemu/initramfs.sh tests/format.sh $(wildcard tests/*.t .ci/run)
	shellcheck -x $(wildcard tests/e2e/*.t)
	shellcheck -s dash qemu/init $(wildcard tests/guest/*.sh)

# Objects of pattern rules are kept.
.SECONDARY:

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

endif
