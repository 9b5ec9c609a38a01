// SPDX-License-Identifier: GPL-2.0-only
/*
 * device.c - /dev/splitfold: loads, answers ioctls, unloads.
 */
#include "convert.h"

#include <linux/capability.h>
#include <linux/cpu.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <asm/rsi.h>

#include "breach.h"
#include "census.h"
#include "exclusion.h"
#include "file.h"
#include "gate.h"
#include "idmap.h"
#include "load.h"
#include "monitor.h"
#include "pages.h"
#include "pairs.h"
#include "plant.h"
#include "setmem.h"
#include "shared.h"
#include "wellformed.h"

/*
 * One call at a time: a census must not walk tables that a conversion frees, nor
 * SETMEM run while one folds.
 */
static DEFINE_MUTEX(call_lock);

static int device_open(struct inode *inode, struct file *file)
{
	if (!capable(CAP_SYS_RAWIO))
		return -EPERM;
	/* misc_open() left something else there. */
	file->private_data = kzalloc(sizeof(struct device_file), GFP_KERNEL);
	return file->private_data ? 0 : -ENOMEM;
}

static int device_release(struct inode *inode, struct file *file)
{
	load_release(file);
	pages_release(file);
	shared_release(file);
	kfree(file->private_data);
	return 0;
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
	if (is_realm_world())
		flags |= SPLITFOLD_INFO_REALM;
	if (monitor_present())
		flags |= SPLITFOLD_INFO_MONITOR;
	return flags;
}

static long device_info(void *arg)
{
	struct splitfold_info *info = arg;
	struct va_range kfence = lmap_kfence();
	struct cpu_census cpus;

	cpus_read_lock();
	cpus_count(&cpus);
	cpus_read_unlock();
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
	char reason[SPLITFOLD_REASON_MAX];
	int err = exclusion_begin(reason);

	if (err)
		return err;
	census_take(&lmap.all, arg);
	exclusion_end();
	return 0;
}

static long device_verify(void *arg)
{
	struct splitfold_verify *verify = arg;
	struct wellformed formed;
	struct va_range range;
	int err;

	err = lmap_range(verify->start, verify->end, &range, verify->reason) ?:
	      exclusion_begin(verify->reason);
	if (err)
		return err;
	census_take(&range, &verify->census);
	verify->hash = census_hash(&range, &verify->pages);
	gate_close();
	wellformed_take(kernel.swapper_pg_dir, &range, &formed);
	gate_open();
	verify->malformed = formed.faults;
	wellformed_check(&formed, 0, verify->reason);
	exclusion_end();
	return 0;
}

static long device_convert(void *arg)
{
	struct splitfold_convert *req = arg;
	struct splitfold_convert in = *req;

	/* Whatever the caller left in the fields that are ours. */
	*req = (struct splitfold_convert){
		.strategy = in.strategy, .method = in.method, .hold = in.hold, .flags = in.flags,
		.start = in.start, .end = in.end, .fail_nth = in.fail_nth,
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

struct device_call {
	unsigned int cmd;
	long (*fn)(void *arg);				/* under call_lock */
	long (*file_fn)(struct file *file, void *arg);	/* at any time */
};

static const struct device_call calls[] = {
	{ SPLITFOLD_IOC_INFO, .fn = device_info },
	{ SPLITFOLD_IOC_CENSUS, .fn = device_census },
	{ SPLITFOLD_IOC_VERIFY, .fn = device_verify },
	{ SPLITFOLD_IOC_CONVERT, .fn = device_convert },
	{ SPLITFOLD_IOC_SETMEM, .fn = device_setmem },
	{ SPLITFOLD_IOC_PAGES, .file_fn = pages_alloc },
	{ SPLITFOLD_IOC_PAGE, .file_fn = pages_change },
	{ SPLITFOLD_IOC_PAGES_CHECK, .file_fn = pages_check },
	{ SPLITFOLD_IOC_SMC, .file_fn = monitor_smc },
	{ SPLITFOLD_IOC_SHARED, .file_fn = shared_change },
	{ SPLITFOLD_IOC_LOAD, .file_fn = load_run },
	{ SPLITFOLD_IOC_BREACH, .fn = breach },
	{ SPLITFOLD_IOC_PLANT, .fn = plant },
};

static long device_call_fn(const struct device_call *call, struct file *file, void *arg)
{
	long ret;

	if (call->file_fn)
		return call->file_fn(file, arg);
	ret = mutex_lock_interruptible(&call_lock);
	if (ret)
		return ret;
	ret = call->fn(arg);
	mutex_unlock(&call_lock);
	return ret;
}

/* The struct goes back also when the call failed: the reason is in it. */
static long device_call(const struct device_call *call, struct file *file, void __user *user)
{
	size_t size = _IOC_SIZE(call->cmd);
	void *arg = kzalloc(size, GFP_KERNEL);
	long ret = -EFAULT;

	if (!arg)
		return -ENOMEM;
	if (!(_IOC_DIR(call->cmd) & _IOC_WRITE) || !copy_from_user(arg, user, size)) {
		ret = device_call_fn(call, file, arg);
		if (copy_to_user(user, arg, size))
			ret = -EFAULT;
	}
	kfree(arg);
	return ret;
}

static long device_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(calls); i++)
		if (calls[i].cmd == cmd)
			return device_call(&calls[i], file, (void __user *)arg);
	return -ENOTTY;
}

static const struct file_operations device_fops = {
	.owner = THIS_MODULE,
	.open = device_open,
	.release = device_release,
	.unlocked_ioctl = device_ioctl,
	.mmap = shared_mmap,
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
	cpus_read_lock();
	cpus_count(&cpus);
	cpus_read_unlock();
	lmap_init(cpus.bbml2 == cpus.online);
	monitor_init();
	err = idmap_init();
	if (err) {
		pr_err("no identity map (%d)\n", err);
		return err;
	}
	err = exclusion_init();
	if (err)
		goto err_idmap;
	err = misc_register(&device);
	if (err)
		goto err_exclusion;
	return 0;

err_exclusion:
	exclusion_exit();
err_idmap:
	idmap_exit();
	return err;
}
module_init(splitfold_init);

/* A folded map pins the module (convert.c), so none is left behind here. */
static void __exit splitfold_exit(void)
{
	misc_deregister(&device);
	gate_remove();
	exclusion_exit();
	idmap_exit();
}
module_exit(splitfold_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Splits and folds the live linear map, and says what it cost");
