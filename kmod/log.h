/* SPDX-License-Identifier: GPL-2.0-only */
/* log.h - one prefix for what the module says in the kernel log. */
#ifndef SF_LOG_H
#define SF_LOG_H

#include <linux/printk.h>

#define log_err(fmt, ...)	printk(KERN_ERR "splitfold: " fmt, ##__VA_ARGS__)
#define log_info(fmt, ...)	printk(KERN_INFO "splitfold: " fmt, ##__VA_ARGS__)

#endif /* SF_LOG_H */
