# SPDX-License-Identifier: GPL-2.0-only
#
# Everything that is compiled, all of it under build/. The compilers are in the tool
# root: called outside it, make calls itself again in there (./run.sh tool make ...).
#
#   make host guest kmod realm plugin watchdog initramfs    what a run needs (the default)
#   make bare                               a guest without kernel, for tests/e2e/84-bare.t
#   make units                              the host program's unit tests, also with sanitizers
#   make style                              clang-format and shellcheck
#   make fuzz                               its fuzz targets, by clang (./run.sh fuzz)
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
FUZZ	:= $(BUILD)/fuzz
GUEST	:= $(BUILD)/guest
KMOD	:= $(BUILD)/kmod/$(KVER)
REALM	:= $(BUILD)/realm
BARE	:= $(BUILD)/bare
PLUGIN	:= $(BUILD)/plugin

# Lists of sources are in the order of their names: it is the order in which they are linked.
HOST_SRC	:= $(sort $(wildcard host/*.c host/*/*.c))
UNIT_SRC	:= $(sort $(wildcard tests/unit/test_*.c))
FUZZ_SRC	:= $(sort $(wildcard tests/fuzz/fuzz_*.c))
GUEST_SRC	:= $(sort $(wildcard bench/*.c workloads/*.c))
KMOD_SRC	:= $(sort $(wildcard kmod/*))
REALM_SRC	:= $(sort $(wildcard realm/*.[cS]))
BARE_SRC	:= $(sort $(wildcard tests/bare/*.[cS])) realm/string.c

# The monitor without what touches registers, and a machine for it: for the units.
REALM_LOGIC	:= $(filter-out $(patsubst %,realm/%.c,el2 el2_mmu exit hw id image main mmio string), \
		   $(wildcard realm/*.c)) tests/unit/realm_fake.c

# The plugin, and what of it knows nothing of QEMU: for the units.
PLUGIN_SRC	:= $(sort $(wildcard qemu/plugin/*.c))
PLUGIN_LOGIC	:= $(filter-out $(patsubst %,qemu/plugin/%.c,plugin call count regs say profile_%), \
		   $(PLUGIN_SRC))

# The second judge of what the plugin's checker writes: nothing of the plugin is in it.
JUDGE_SRC	:= $(filter-out tests/judge/main.c,$(sort $(wildcard tests/judge/*.c)))

UNITS		:= $(UNIT_SRC:tests/unit/%.c=%)
LIB_SRC		:= $(filter-out host/main.c,$(HOST_SRC))

# Where the checkout lies is in no binary: two of the same sources are the same bytes, and what
# is counted in them is the same. tests/e2e/12-reproducible.t builds in another place.
PLACELESS	:= -ffile-prefix-map=$(CURDIR)=.

# What objects are made with, besides their sources.
MADE_WITH	:= Makefile $(wildcard $(SPLITFOLD_ROOT)/splitfold.stamp)

CPPFLAGS	:= -I. -MMD -MP
CFLAGS		:= -std=gnu17 -O2 -g $(PLACELESS) -Wall -Wextra -Werror
SANITIZE	:= -fsanitize=address,undefined -fno-sanitize-recover=all -O1
GLIB_CFLAGS	= $(shell pkg-config --cflags glib-2.0)
HOST_LIBS	:= -linih -lyyjson -lhdr_histogram -lgsl -lgslcblas -lz -lm
GUEST_CPPFLAGS	:= $(CPPFLAGS) -I/usr/local/include
GUEST_LIBS	:= -L/usr/local/lib/aarch64-linux-gnu -lperf -lapi \
		   -lhdr_histogram_static -lz -lm

# The monitor: no libc, no FP registers, and it runs wherever it is loaded.
REALM_CFLAGS	:= $(CFLAGS) -Os -ffreestanding -fpie -fvisibility=hidden -mgeneral-regs-only \
		   -mstrict-align -mno-outline-atomics -fno-stack-protector \
		   -fno-asynchronous-unwind-tables
REALM_LDFLAGS	:= -nostdlib -static-pie -Wl,--no-dynamic-linker,-Bsymbolic,-z,norelro \
		   -Wl,-z,text,--build-id=none,-T,realm/monitor.lds

# The bare guest that judges the monitor: as freestanding, but at a fixed address.
BARE_CFLAGS	:= $(filter-out -fpie,$(REALM_CFLAGS)) -fno-pie -march=armv8-a
BARE_LDFLAGS	:= -nostdlib -static -no-pie -Wl,--build-id=none,-z,noexecstack,--no-warn-rwx-segments,-T,tests/bare/bare.lds

.PHONY: all host guest kmod realm bare plugin watchdog initramfs units fuzz format shellcheck style clean
all: host guest kmod realm plugin watchdog initramfs

# The host program, plain and with sanitizers, and its units; for fuzzing, its objects only:
# the same rules for each.
host: $(HOST)/splitfold
units: $(UNITS:%=$(HOST)/%) $(UNITS:%=$(ASAN)/%) $(ASAN)/splitfold $(ASAN)/librealm.a \
	$(ASAN)/libplugin.a $(HOST)/judge $(ASAN)/judge

fuzz: $(FUZZ_SRC:tests/fuzz/%.c=$(FUZZ)/%)

$(ASAN)/%: private CFLAGS += $(SANITIZE)
$(FUZZ)/%: private CC := clang
$(FUZZ)/%: private CFLAGS += $(SANITIZE) -fsanitize=fuzzer-no-link

define host_rules
$(1)/%.o: %.c $(MADE_WITH)
	@mkdir -p $$(@D)
	$$(CC) $$(CPPFLAGS) $$(CFLAGS) -c -o $$@ $$<

# It has the bytes of these in it.
$(1)/host/html/page.o: host/html/html.css host/html/html.js

# Of the plugin it has the reader of geometries: cells name them.
$(1)/splitfold: $$(HOST_SRC:%.c=$(1)/%.o) $(1)/libplugin.a
	$$(CC) $$(CFLAGS) -o $$@ $$^ -Wl,--as-needed $$(HOST_LIBS)

$(1)/librealm.a: $$(REALM_LOGIC:%.c=$(1)/%.o)
	$$(AR) rcsD $$@ $$^

$(1)/libplugin.a: $$(PLUGIN_LOGIC:%.c=$(1)/%.o)
	$$(AR) rcsD $$@ $$^

$(1)/libjudge.a: $$(JUDGE_SRC:%.c=$(1)/%.o)
	$$(AR) rcsD $$@ $$^

$(1)/judge: $(1)/tests/judge/main.o $(1)/libjudge.a
	$$(CC) $$(CFLAGS) -o $$@ $$^

$(1)/test_%: $(1)/tests/unit/test_%.o $$(LIB_SRC:%.c=$(1)/%.o) $(1)/librealm.a $(1)/libplugin.a \
		$(1)/libjudge.a
	$$(CC) $$(CFLAGS) -o $$@ $$^ -Wl,--as-needed -lcmocka -lfdt $$(HOST_LIBS)
endef
$(eval $(call host_rules,$(HOST)))
$(eval $(call host_rules,$(ASAN)))
$(eval $(call host_rules,$(FUZZ)))

$(FUZZ)/fuzz_%: $(FUZZ)/tests/fuzz/fuzz_%.o $(LIB_SRC:%.c=$(FUZZ)/%.o) $(FUZZ)/librealm.a \
		$(FUZZ)/libplugin.a $(FUZZ)/libjudge.a
	$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ -Wl,--as-needed -lfdt $(HOST_LIBS)

# The guest's binary: static, so that the same file runs anywhere.
guest: $(GUEST)/splitfold-bench

$(GUEST)/%.o: %.c $(MADE_WITH)
	@mkdir -p $(@D)
	$(CROSS)gcc $(GUEST_CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(GUEST)/splitfold-bench: $(GUEST_SRC:%.c=$(GUEST)/%.o)
	$(CROSS)gcc $(CFLAGS) -static -o $@ $^ $(GUEST_LIBS)

# The module, by kbuild in a directory of its own for each kernel. The sources are linked into it, so
# that kbuild names them without a path: the kernel's UBSAN has those names in its data, which
# no option maps.
kmod: $(KMOD)/splitfold.ko

$(KMOD)/splitfold.ko: $(KMOD_SRC) $(MADE_WITH)
	@mkdir -p $(@D)
	ln -sf $(KMOD_SRC:%=../../../%) $(KMOD)
	ln -sfn ../../realm $(BUILD)/kmod/realm
	+$(MAKE) -C /usr/src/linux-headers-$(KVER) M=$(CURDIR)/$(KMOD) \
		ARCH=arm64 CROSS_COMPILE=$(CROSS) CONFIG_DEBUG_INFO_BTF_MODULES= \
		KCFLAGS="-Werror $(PLACELESS)" KAFLAGS="$(PLACELESS)" modules

realm: $(REALM)/monitor.bin

$(REALM)/%.o: realm/%.c $(MADE_WITH)
	@mkdir -p $(@D)
	$(CROSS)gcc $(CPPFLAGS) $(REALM_CFLAGS) -c -o $@ $<

$(REALM)/%.o: realm/%.S $(MADE_WITH)
	@mkdir -p $(@D)
	$(CROSS)gcc $(CPPFLAGS) $(PLACELESS) -march=armv8.5-a -c -o $@ $<

$(REALM)/monitor.elf: $(patsubst realm/%,$(REALM)/%.o,$(basename $(REALM_SRC))) realm/monitor.lds
	$(CROSS)gcc $(REALM_CFLAGS) $(REALM_LDFLAGS) -o $@ $(filter %.o,$^) -lfdt

$(REALM)/monitor.bin: $(REALM)/monitor.elf
	$(CROSS)objcopy -O binary $< $@

bare: $(BARE)/bare.bin

$(BARE)/%.o: %.c
	@mkdir -p $(@D)
	$(CROSS)gcc $(CPPFLAGS) $(BARE_CFLAGS) -c -o $@ $<

$(BARE)/%.o: %.S
	@mkdir -p $(@D)
	$(CROSS)gcc $(CPPFLAGS) -c -o $@ $<

$(BARE)/bare.elf: $(patsubst %,$(BARE)/%.o,$(basename $(BARE_SRC))) tests/bare/bare.lds
	$(CROSS)gcc $(BARE_CFLAGS) $(BARE_LDFLAGS) -o $@ $(filter %.o,$^) -lfdt

$(BARE)/bare.bin: $(BARE)/bare.elf
	$(CROSS)objcopy -O binary $< $@

# QEMU's plugin, for QEMU of the tool root.
plugin: $(PLUGIN)/splitfold.so

$(PLUGIN)/%.o: qemu/plugin/%.c $(MADE_WITH)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -O3 -fPIC -fvisibility=hidden $(GLIB_CFLAGS) $(PLUGIN_API:%=-DQEMU_PLUGIN_API_VERSION=%) -c -o $@ $<

$(PLUGIN)/splitfold.so: $(PLUGIN_SRC:qemu/plugin/%.c=$(PLUGIN)/%.o)
	$(CC) $(CFLAGS) -shared -o $@ $^ -linih

# What watches over a guest's QEMU.
watchdog: $(BUILD)/watchdog/watchdog

$(BUILD)/watchdog/watchdog: qemu/watchdog.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $<

# The guest's file system: with whatever of the above there is.
initramfs: $(GUEST)/initramfs.$(KVER).cpio.gz

$(GUEST)/initramfs.$(KVER).cpio.gz: qemu/init qemu/initramfs.sh $(wildcard tests/guest/*) \
		$(if $(GUEST_SRC),$(GUEST)/splitfold-bench) $(if $(KMOD_SRC),$(KMOD)/splitfold.ko)
	@mkdir -p $(@D)
	qemu/initramfs.sh $(KVER) $@

# How the code looks.
style: format shellcheck

format:
	tests/format.sh $(wildcard $(addsuffix /*.[ch],host host/* bench workloads kmod realm qemu qemu/plugin tests/unit tests/bare tests/fuzz tests/judge))

shellcheck:
	shellcheck -x -a run.sh
	shellcheck qemu/initramfs.sh qemu/programs.sh tests/format.sh $(wildcard tests/*.t .ci/run)
	shellcheck -x $(wildcard tests/e2e/*.t)
	shellcheck -s dash qemu/init $(wildcard tests/guest/*.sh)

# Objects of pattern rules are kept.
.SECONDARY:

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

endif
