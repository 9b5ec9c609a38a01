# SPDX-License-Identifier: GPL-2.0-only
#
# map.awk - starting maps: their name in titles and legends, their order, a colour.

function map_name()
{
	return (f("bbm") == "none" ? "no BBML2" : f("bbm") == "bbml2" ? "BBML2" : f("bbm")) \
		", rodata=" f("rodata") (f("kfence") == 0 ? "" : ", kfence=" f("kfence"))
}

function map_rank()
{
	return (f("rodata") == "on" ? 100 : f("rodata") == "noalias" ? 200 : 300) + \
		(f("bbm") == "none" ? 10 : 20) + (f("kfence") != 0)
}

function map_key()
{
	return key(map_rank(), map_name())
}

# 1, 2, ... in the order in which the maps of a table come.
function map_number()
{
	if (!(map_name() in map_numbers))
		map_numbers[map_name()] = ++nr_maps
	return (map_numbers[map_name()] - 1) % 6 + 1
}
