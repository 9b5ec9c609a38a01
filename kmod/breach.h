/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * breach.h - negative controls: changes of the module's own mapping that break
 * break-before-make, each in one way, and the same changes made right.
 */
#ifndef SF_BREACH_H
#define SF_BREACH_H

/*
 * arg: struct splitfold_breach. -EPERM: not allowed without allow_unsafe=1; -EINVAL: no such
 * kind; -EOPNOTSUPP: the mapping came out with other leaves than pages; -ENOMEM.
 */
long breach(void *arg);

#endif /* SF_BREACH_H */
