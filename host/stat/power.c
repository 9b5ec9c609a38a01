// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/power.c - how many boots a comparison needs, see stat/power.h.
 */
#include <math.h>
#include <gsl/gsl_cdf.h>

#include "host/stat/power.h"
#include "host/stat/ranksum.h"

size_t power_least(size_t tests)
{
	size_t least = ranksum_least(POWER_P / (tests ? tests : 1));

	return least > POWER_LEAST ? least : POWER_LEAST;
}

double power_spread(double cv, double df)
{
	return cv * sqrt(df / gsl_cdf_chisq_Pinv(1 - POWER_SURE, df));
}

size_t power_boots(double cv, double effect, size_t tests)
{
	size_t least = power_least(tests);
	double z = gsl_cdf_ugaussian_Qinv(POWER_P / (tests ? tests : 1) / 2) +
		   gsl_cdf_ugaussian_Pinv(POWER_WANTED);
	double boots = ceil(2 * pow(z * cv / effect, 2) * M_PI / 3);

	if (!(boots < POWER_MOST))
		return POWER_MOST;
	return boots > least ? boots : least;
}
