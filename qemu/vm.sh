# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# vm.sh - one guest: from the key=value line of a planned cell to a QEMU command
# line and a running process. Only this file knows what a cell's axes mean to QEMU
# and to the kernel's command line.

# What a guest may take until it is given up (watchdog.c): each of its CPUs so many times its
# estimate in CPU time, and never less than the minimum, until its next record comes; and so
# long without wanting a CPU. A busy host makes it slow, and that is not counted.
readonly VM_PATIENCE=8
readonly VM_PATIENCE_MIN_S=60
readonly VM_IDLE_S=60
readonly VM_WALL_S=86400	# for the watchdog itself

# For the kernel of a guest under the plugin: that knows symbols by their link address and a
# page of code by one address, and sees no accesses of FEAT_MOPS.
readonly VM_PLUGIN_ARGS="nokaslr norandmaps arm64.nomops"

# A host that has no CPU for a guest makes its CPUs look stuck to each other: as patient as the
# kernel can be told to be (300 s, and twice 60 s). What hangs is seen by the watchdog.
readonly VM_STARVED_ARGS="rcupdate.rcu_cpu_stall_timeout=300 watchdog_thresh=60"

declare -A CELL=()

VM_NO_RSI=()

# More for QEMU's command line, for a guest made by hand (boot --qemu).
VM_MORE=()

# cell_read LINE: the fields of a plan line, into the associative array CELL.
cell_read() {
	local field fields

	CELL=()
	IFS=$'\t' read -ra fields <<<"$1"
	for field in "${fields[@]}"; do
		CELL[${field%%=*}]=${field#*=}
	done
}

# vm_site: what this machine and its set-up can boot, in the words of splitfold's --site. Which
# cells follow from that, the host program says: one reader, whatever the command.
# VM_NO_RSI has the kernels that were looked into and cannot be a realm's.
vm_site() {
	local site="accel=tcg"

	[[ $(uname -m) != aarch64 ]] || site+=,kvm
	site+=" kernel=$MIRROR_SUITE page=4 geometry=$PROJECT/qemu/plugin/geometry"
	((${#VM_NO_RSI[@]} == 0)) || site+=" no_rsi=$(IFS=, && printf '%s' "${VM_NO_RSI[*]}")"
	[[ -z ${SPLITFOLD_PROFILE+set} ]] || site+=" profile=$SPLITFOLD_PROFILE"
	printf '%s\n' "$site"
}

# vm_monitored: does the guest of CELL run under the monitor of realm/? It makes realms,
# and CPUs that differ.
vm_monitored() {
	[[ ${CELL[guest]} == realm || ${CELL[bbm]} == mixed ]]
}

# vm_monitor_mib: memory for the monitor, above the guest's. Stage 2 and the SMMU's tables
# need 3/512 of the guest's when every other page is shared; the rest is for devices. All
# memory together is a multiple of 2 MiB, which the monitor wants.
vm_monitor_mib() {
	local -ri tables=$((CELL[mem_mib] / 128))

	echo $((16 + tables + (CELL[mem_mib] + tables) % 2))
}

# vm_monitor: where the monitor is loaded and the first CPU starts, instead of in QEMU's
# own boot stub: right behind the guest's memory, so that the guest has the same memory as
# one without monitor. fw_cfg's DMA goes past the SMMU, to any address.
vm_monitor() {
	VM_ARGV+=(-global fw_cfg_mem.dma_enabled=off)
	VM_ARGV+=(-device "loader,file=${MONITOR//,/,,},addr=$(vm_monitor_addr),cpu-num=0,force-raw=on")
}

vm_monitor_addr() {
	printf '0x%x\n' $((0x40000000 + (CELL[mem_mib] << 20)))
}

# vm_cpu: QEMU's CPU. Its MIDR decides whether the kernel sees BBML2: it has a list of
# parts known to do it without conflict aborts, and Neoverse V3 r0p2 is on it. Under the
# monitor it is the monitor that says so, for each CPU.
vm_cpu() {
	case ${CELL[accel]}.${CELL[bbm]} in
	kvm.*) echo host ;;
	*.bbml2) if vm_monitored; then echo "${CELL[cpu]}"; else echo "${CELL[cpu]},midr=0x410fd842"; fi ;;
	*) echo "${CELL[cpu]}" ;;
	esac
}

# vm_smmu: does the monitor have an SMMU? It needs one where a device does DMA: of a realm to what
# is shared only, of a plain guest to all but the monitor.
vm_smmu() {
	vm_monitored || return
	[[ ${CELL[devices]-no} != yes ]] || return 0
	case ${CELL[guest]} in
	realm) [[ ${CELL[clock]} != icount ]] ;;
	*) [[ $(vm_records_by) == virtio ]] ;;
	esac
}

# vm_machine: options that make the machine; under icount also what pins time down.
vm_machine() {
	local machine=virt,gic-version=3

	[[ ${CELL[el]} != 2 ]] && ! vm_monitored || machine+=,virtualization=on
	! vm_smmu || machine+=,iommu=smmuv3
	case ${CELL[accel]}.${CELL[clock]} in
	tcg.host) VM_ARGV+=(-M "$machine" -accel "tcg,thread=multi") ;;
	tcg.icount)
		VM_ARGV+=(-M "$machine,dtb-randomness=off" -accel "tcg,thread=single"
			-icount "shift=0,sleep=off" -seed 1 -rtc "clock=vm,base=2026-01-01T00:00:00")
		;;
	kvm.host) VM_ARGV+=(-M "$machine" -accel kvm) ;;
	*) die "accel=${CELL[accel]} clock=${CELL[clock]}: a cell that should have been refused" ;;
	esac
}

# vm_profile: which profile of the plugin the guest of CELL runs under; fails without.
# SPLITFOLD_PROFILE is for guests made by hand; when empty, they run without.
vm_profile() {
	if [[ -n ${SPLITFOLD_PROFILE+set} ]]; then
		[[ -n $SPLITFOLD_PROFILE ]] && echo "$SPLITFOLD_PROFILE"
		return
	fi
	case ${CELL[accel]}.${CELL[bench]} in
	tcg.tlb | tcg.timeline | tcg.bbm) echo "${CELL[bench]}" ;;
	tcg.decay) echo tlb ;;
	*) return 1 ;;
	esac
}

# vm_plugin: the plugin, where there is one. SPLITFOLD_PLUGIN adds options.
vm_plugin() {
	local profile option

	profile=$(vm_profile) || return 0
	option=file=${PLUGIN//,/,,},profile=$profile
	# Other benchmarks' guests have no geometry: made by hand with this profile they get one.
	[[ $profile != tlb ]] || option+=,geometry=${PLUGIN_DATA//,/,,}/geometry/${CELL[geometry]/#none/n1}.ini
	# What the kernel knows of BBML2 by the CPU's part number the plugin must be told.
	[[ $profile != bbm ]] || option+=,bbm=${CELL[bbm]}
	[[ $profile != timeline ]] || option+=,symbols=${SYMBOLS//,/,,},events=${PLUGIN_DATA//,/,,}/timeline.symbols
	! vm_monitored || option+=,monitor=$(vm_monitor_addr)
	# Several vCPUs on one thread: see plugin_inline().
	[[ ${CELL[clock]} != icount || ${CELL[cpus]} == 1 ]] || option+=,inline=no
	VM_ARGV+=(-plugin "$option${SPLITFOLD_PLUGIN:+,$SPLITFOLD_PLUGIN}")
}

# vm_bounce: bounce buffers of a realm, in slots of 2 KiB. Since 7.3 it has 1 MiB for each GiB
# of memory, and the receive queues of virtio consoles take that: disks hang. So with devices
# it gets 64 MiB, an eighth of its memory if that is less; and a small one 1 MiB, or the
# queues of the port that records leave by would fill all it has. The number is rounded up to
# a power of two; the default, said here, would be taken for not said.
vm_bounce() {
	local -i slots=$((32768 - 512)) most=$((CELL[mem_mib] * 512 / 8))

	[[ ${CELL[guest]} == realm ]] || return 0
	if [[ ${CELL[devices]-no} == yes ]]; then
		echo " swiotlb=$((slots < most ? slots : most))"
	elif ((CELL[mem_mib] < 1024)); then
		echo " swiotlb=512"
	fi
}

# vm_cmdline: the kernel's command line. sf.* is for /init, the kernel skips it.
vm_cmdline() {
	local line="console=ttyAMA0 panic=-1 rodata=${CELL[rodata]}"

	[[ ${CELL[kfence]} == 0 ]] || line+=" kfence.sample_interval=${CELL[kfence]}"
	[[ ${CELL[clock]} != icount ]] || line+=" nokaslr norandmaps"
	[[ ${CELL[clock]} != host ]] || line+=" $VM_STARVED_ARGS"
	! vm_profile >/dev/null || line+=" $VM_PLUGIN_ARGS"
	# The kernel's self-tests of its ciphers would go on after /init, into the first region.
	case ${CELL[bench]} in tlb | decay) line+=" cryptomgr.notests" ;; esac
	line+=" sf.bench=${CELL[bench]} sf.clock=${CELL[clock]} sf.strategy=${CELL[strategy]}"
	line+=" sf.method=${CELL[method]} sf.hold=${CELL[hold]}"
	[[ ${CELL[load]-none} == none ]] || line+=" sf.load=${CELL[load]}"
	[[ -z ${CELL[samples]-} ]] || line+=" sf.samples=${CELL[samples]}"
	# Of bench=bbm the negative controls need it.
	[[ ${CELL[unsafe]-no} != yes && ${CELL[bench]} != bbm ]] || line+=" sf.allow_unsafe=1"
	line+=$(vm_bounce)
	[[ ${CELL[devices]-no} != yes ]] || line+=" sf.devices=yes"
	# What went wrong first must not be overwritten by what followed.
	[[ ${CELL[bench]} != outcome ]] || line+=" log_buf_len=1M"
	! vm_monitored || line+=" sf.monitor=${CELL[guest]} sf.bbm=${CELL[bbm]}"
	printf '%s\n' "$line${SPLITFOLD_APPEND:+ $SPLITFOLD_APPEND}"
}

# vm_virtio: what makes a virtio device of a guest under the monitor use the addresses that it is
# given, and the SMMU: without it QEMU lets virtio reach all memory.
vm_virtio() {
	! vm_monitored || echo ,iommu_platform=on,disable-legacy=on
}

# vm_disk ID: a disk for the devices of vm_devices, ID.img of SPLITFOLD_DISKS; zeroes
# without that.
vm_disk() {
	if [[ -n ${SPLITFOLD_DISKS-} ]]; then
		VM_ARGV+=(-drive "if=none,id=$1,format=raw,file=${SPLITFOLD_DISKS//,/,,}/$1.img")
	else
		VM_ARGV+=(-blockdev "driver=null-co,node-name=$1,size=$((16 << 20)),read-zeroes=on")
	fi
}

# vm_devices: devices that do DMA: disks of two kinds, a console (to hvc.out of
# SPLITFOLD_DISKS), and QEMU's edu, which is told from user space where to.
vm_devices() {
	local console=null,id=hvc

	[[ -z ${SPLITFOLD_DISKS-} ]] || console="file,id=hvc,path=${SPLITFOLD_DISKS//,/,,}/hvc.out"
	vm_disk nvme
	vm_disk blk
	VM_ARGV+=(
		-device 'nvme,drive=nvme,serial=splitfold'
		-device "virtio-blk-pci,drive=blk$(vm_virtio)"
		-chardev "$console" -device "virtio-serial-pci,id=hvc0$(vm_virtio)"
		-device 'virtconsole,chardev=hvc,bus=hvc0.0'
		-device 'edu,dma_mask=0xffffffffffffffff'
	)
}

# vm_records_by: virtio, or uart: a second one. Under icount virtio is served by a thread of
# QEMU's, and when it interrupts the guest differs from run to run, and with it where the
# guest's memory goes. And a realm that cannot share memory has no virtio.
vm_records_by() {
	case ${CELL[clock]}.${CELL[bench]}.${CELL[guest]}.${CELL[rodata]} in
	icount.* | *.outcome.*.* | *.realm.noalias | *.realm.off) echo uart ;;
	*) echo virtio ;;
	esac
}

# vm_records: the device that records leave by.
vm_records() {
	case $(vm_records_by) in
	uart) VM_ARGV+=(-serial chardev:records) ;;
	virtio)
		VM_ARGV+=(-device "virtio-serial-pci$(vm_virtio)"
			-device "virtserialport,chardev=records,name=splitfold.records")
		;;
	esac
}

# vm_initramfs: the guest's file system, with programs where they are the load.
vm_initramfs() {
	if [[ ${CELL[load]-none} == programs ]]; then echo "$INITRAMFS_PROGRAMS"; else echo "$INITRAMFS"; fi
}

# vm_argv CONSOLE FRAMES: sets VM_ARGV to the QEMU command line of CELL. SPLITFOLD_KERNEL is an
# Image for guests made by hand.
vm_argv() {
	local -r console=$1 frames=$2
	local -i monitor_mib=0

	! vm_monitored || monitor_mib=$(vm_monitor_mib)
	VM_ARGV=(qemu-system-aarch64 -no-user-config -nodefaults -display none -no-reboot)
	vm_machine
	VM_ARGV+=(
		-cpu "$(vm_cpu)" -smp "${CELL[cpus]}" -m "$((CELL[mem_mib] + monitor_mib))M"
		-kernel "${SPLITFOLD_KERNEL:-/usr/lib/modules/$KVER/vmlinuz}"
		-initrd "$(vm_initramfs)"
		-append "$(vm_cmdline)"
		-chardev "file,id=console,path=${console//,/,,}" -serial chardev:console
		-chardev "file,id=records,path=${frames//,/,,}"
	)
	vm_records
	[[ ${CELL[devices]-no} != yes ]] || vm_devices
	! vm_monitored || vm_monitor
	vm_plugin
	VM_ARGV+=("${VM_MORE[@]}")
}

# vm_watchdog FRAMES: sets VM_WATCHDOG to what QEMU is started by, which ends it when it makes no
# progress. Under icount all CPUs are one thread.
vm_watchdog() {
	local -i cpu_s=$((CELL[est_s] * VM_PATIENCE)) threads=${CELL[cpus]}

	[[ ${CELL[clock]} != icount ]] || threads=1
	cpu_s=$(((cpu_s > VM_PATIENCE_MIN_S ? cpu_s : VM_PATIENCE_MIN_S) * threads))
	VM_WATCHDOG=("$WATCHDOG" --idle "${SPLITFOLD_IDLE_S:-$VM_IDLE_S}" --cpu "$cpu_s" --progress "$1" --)
}

# vm_start CONSOLE FRAMES ERRORS: starts the guest of CELL; VM_PID is its watchdog's
# process. It dies when run.sh does (setpriv), and QEMU dies with it (bubblewrap);
# timeout gives it a process group of its own, so a Ctrl-C reaches run.sh only.
# All of them hold a lock on ERRORS: see vm_gone.
vm_start() {
	local -r console=$1 frames=$2 errors=$3

	vm_argv "$console" "$frames"
	vm_watchdog "$frames"
	tool_argv "$ROOT"
	{
		flock -s 1
		exec env --default-signal=TERM,HUP setpriv --pdeathsig TERM timeout -k 10 "$VM_WALL_S" \
			"${TOOL_ARGV[@]}" "${VM_WATCHDOG[@]}" "${VM_ARGV[@]}"
	} </dev/null >"$errors" 2>&1 &
	VM_PID=$!
}

# vm_gone ERRORS: waits until nothing is left of a guest whose watchdog has ended. When that
# was killed QEMU may outlive it for a while: giving back gigabytes takes time. A guest that
# stays costs a warning, not the run.
vm_gone() {
	flock -w 60 "$1" true || warn "a guest is still there after 60 s: see who has $1 open"
}
