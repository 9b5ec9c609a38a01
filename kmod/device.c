// SPDX-License-Identifier: GPL-2.0-only
/*
 * device.c - /dev/splitfold: loads, answers ioctls, unloads.
 */
#include "convert.h"

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#include "census.h"
#include "idmap.h"
#include "pairs.h"
#include "setmem.h"

/*
 * One call at a time: a census must not walk tables that a conversion frees, nor
 * SETMEM run while one folds.
 */
static DEFINE_MUTEX(call_lock);

static int device_open(struct inode *inode, struct file *file)
{
	return capable(CAP_SYS_RAWIO) ? 0 : -EPERM;
}

static u32 info_flags(void)
{
	u32 flags = 0;

	if (lpa2_is_enabled())
		flags |= SPLITFOLD_INFO_LPA2;
	if (is_kernel_in_hyp_mode())
		flags |= SPLITFOLD_INFO_EL2;
	if (*kernel.rodata_full)
		flags |= SPLITFOLD_INFO_RODATA_FULL;
	if (kernel.can_set_direct_map())
		flags |= SPLITFOLD_INFO_CAN_SET_DIRECT;
	if (kernel_splits_lazily())
		flags |= SPLITFOLD_INFO_LAZY_SPLIT;
	if (convert_is_folded())
		flags |= SPLITFOLD_INFO_FOLDED;
	if (allow_unsafe)
		flags |= SPLITFOLD_INFO_UNSAFE_OK;
	return flags;
}

static long device_info(void *arg)
{
	struct splitfold_info *info = arg;
	struct va_range kfence = lmap_kfence();
	struct cpu_census cpus;

	cpus_count(&cpus);
	*info = (struct splitfold_info){
		.abi = SPLITFOLD_ABI,
		.flags = info_flags(),
		.page_bytes = PAGE_SIZE,
		.va_bits = lmap.va_bits,
		.cpus_online = cpus.online,
		.cpus_bbml2 = cpus.bbml2,
		.counter_hz = read_sysreg(cntfrq_el0),
		.lmap_start = lmap.all.start,
		.lmap_end = lmap.all.end,
		.kfence_start = kfence.start,
		.kfence_end = kfence.end,
		.alias_start = lmap.alias.start,
		.alias_end = lmap.alias.end,
		.conversions = convert_count(),
	};
	return 0;
}

static long device_census(void *arg)
{
	census_take(&lmap.all, arg);
	return 0;
}

static long device_verify(void *arg)
{
	struct splitfold_verify *verify = arg;
	struct va_range range;
	int err;

	err = lmap_range(verify->start, verify->end, &range, verify->reason);
	if (err)
		return err;
	census_take(&range, &verify->census);
	verify->hash = census_hash(&range, &verify->pages);
	return 0;
}

static long device_convert(void *arg)
{
	struct splitfold_convert *req = arg;
	struct splitfold_convert in = *req;

	/* Whatever the caller left in the fields that are ours. */
	*req = (struct splitfold_convert){
		.strategy = in.strategy, .method = in.method, .hold = in.hold, .flags = in.flags,
		.start = in.start, .end = in.end,
	};
	return convert(req);
}

static long device_setmem(void *arg)
{
	struct splitfold_setmem *req = arg;

	req->nr_samples = 0;
	req->reason[0] = '\0';
	return setmem_run(req);
}

static const struct {
	unsigned int cmd;
	long (*fn)(void *arg);
} calls[] = {
	{ SPLITFOLD_IOC_INFO, device_info },
	{ SPLITFOLD_IOC_CENSUS, device_census },
	{ SPLITFOLD_IOC_VERIFY, device_verify },
	{ SPLITFOLD_IOC_CONVERT, device_convert },
	{ SPLITFOLD_IOC_SETMEM, device_setmem },
};

/* The struct goes back also when the call failed: the reason is in it. */
static long device_call(long (*fn)(void *arg), unsigned int cmd, void __user *user)
{
	size_t size = _IOC_SIZE(cmd);
	void *arg = kzalloc(size, GFP_KERNEL);
	long ret = -EFAULT;

	if (!arg)
		return -ENOMEM;
	if (!(_IOC_DIR(cmd) & _IOC_WRITE) || !copy_from_user(arg, user, size)) {
		ret = mutex_lock_interruptible(&call_lock);
		if (ret)
			goto out;
		ret = fn(arg);
		mutex_unlock(&call_lock);
		if (copy_to_user(user, arg, size))
			ret = -EFAULT;
	}
out:
	kfree(arg);
	return ret;
}

static long device_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(calls); i++)
		if (calls[i].cmd == cmd)
			return device_call(calls[i].fn, cmd, (void __user *)arg);
	return -ENOTTY;
}

static const struct file_operations device_fops = {
	.owner = THIS_MODULE,
	.open = device_open,
	.unlocked_ioctl = device_ioctl,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "splitfold",
	.mode = 0600,
	.fops = &device_fops,
};

static int __init splitfold_init(void)
{
	struct cpu_census cpus;
	int err;

	err = kernel_resolve();
	if (err)
		return err;
	cpus_count(&cpus);
	err = lmap_init(cpus.bbml2 == cpus.online);
	if (err)
		return err;
	err = idmap_init();
	if (err) {
		pr_err("no identity map (%d)\n", err);
		return err;
	}
	err = misc_register(&device);
	if (err)
		goto err_idmap;
	return 0;

err_idmap:
	idmap_exit();
	return err;
}
module_init(splitfold_init);

/* A folded map pins the module (convert.c), so none is left behind here. */
static void __exit splitfold_exit(void)
{
	misc_deregister(&device);
	idmap_exit();
}
module_exit(splitfold_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Splits and folds the live linear map, and says what it cost");
