#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# initramfs.sh - packs the guest's file system, inside the tool root (the Makefile
# calls it): busybox, init, and of our own what is built so far. Owner, modes, order
# and times are fixed, so the same parts give the same bytes.
#
# usage: qemu/initramfs.sh KERNEL-RELEASE OUTPUT

set -euo pipefail

# A module of the kernel package that needs no other and no device: load tests use it.
readonly PAYLOAD=kernel/lib/reed_solomon/reed_solomon.ko.xz
# One that exports nothing and drives nothing: it can be there many times, under other names.
readonly COPIED=kernel/fs/nls/nls_iso8859-1.ko.xz
# The driver of memory that comes and goes; it needs no other either.
readonly VIRTIO_MEM=kernel/drivers/virtio/virtio_mem.ko.xz
# A disk's driver; that of NVMe is in the kernel.
readonly VIRTIO_BLK=kernel/drivers/block/virtio_blk.ko.xz

kver=$1
output=$2
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

mkdir -p "$tree"/{bin,dev,lib,proc,sys,tests,tmp}
cp /usr/bin/busybox "$tree/bin/busybox"
cp qemu/init "$tree/init"
chmod 0755 "$tree/init" "$tree/bin/busybox"
ln -s busybox "$tree/bin/sh"
xz -dc "/usr/lib/modules/$kver/$PAYLOAD" >"$tree/lib/payload.ko"
xz -dc "/usr/lib/modules/$kver/$COPIED" >"$tree/lib/copied.ko"
xz -dc "/usr/lib/modules/$kver/$VIRTIO_MEM" >"$tree/lib/virtio_mem.ko"
xz -dc "/usr/lib/modules/$kver/$VIRTIO_BLK" >"$tree/lib/virtio_blk.ko"
for part in build/guest/splitfold-bench:bin "build/kmod/$kver/splitfold.ko:lib"; do
	[[ ! -e ${part%:*} ]] || cp "${part%:*}" "$tree/${part#*:}"
done
! compgen -G 'tests/guest/*' >/dev/null || cp -r tests/guest/* "$tree/tests/"
chmod -R u=rwX,go=rX "$tree"
find "$tree" -exec touch -h -d @0 {} +

cd "$tree"
find . -mindepth 1 -printf '%P\0' | sort -z |
	cpio --quiet --null --create --format=newc --owner=0:0 --reproducible |
	gzip -n -1 >"$OLDPWD/$output.new"
mv "$OLDPWD/$output.new" "$OLDPWD/$output"
