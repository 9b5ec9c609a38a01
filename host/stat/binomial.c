// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/binomial.c - an interval for a share that was counted, see stat/binomial.h.
 */
#include <gsl/gsl_cdf.h>

#include "host/stat/binomial.h"

#define TAIL 0.025

void binomial_interval(size_t part, size_t of, double *low, double *high)
{
	*low = part ? gsl_cdf_beta_Pinv(TAIL, part, of - part + 1.0) : 0;
	*high = part < of ? gsl_cdf_beta_Qinv(TAIL, part + 1.0, of - part) : 1;
}
