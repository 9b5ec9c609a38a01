# SPDX-License-Identifier: GPL-2.0-only
#
# map.awk - starting maps: their name in titles and legends, their order, a colour. A map
# in a realm stands right behind the same in a plain guest.

function map_name()
{
	return (f("bbm") == "none" ? "no BBML2" : f("bbm") == "bbml2" ? "BBML2" : \
		f("bbm") == "mixed" ? "mixed BBML2" : f("bbm")) \
		", rodata=" f("rodata") (f("kfence") == 0 ? "" : ", kfence=" f("kfence")) \
		(in_realm() ? ", realm" : "")
}

# In a comparison of the two, a row is of both.
function guest_name()
{
	return in_realm() ? "realm (emulated RSI)" : \
		f("guest") == "any" ? "plain or realm (emulated RSI)" : "plain"
}

function in_realm()
{
	return f("guest") == "realm"
}

function map_rank()
{
	return (f("rodata") == "on" ? 100 : f("rodata") == "noalias" ? 200 : 300) + \
		(f("bbm") == "none" ? 10 : f("bbm") == "mixed" ? 20 : 30) + \
		2 * (f("kfence") != 0) + in_realm()
}

function map_key()
{
	return key(map_rank(), map_name())
}

# 1, 2, ... in the order in which the maps of a table come.
function map_number()
{
	return number_of(map_name())
}

function number_of(name)
{
	if (!(name in map_numbers))
		map_numbers[name] = ++nr_maps
	return (map_numbers[name] - 1) % 6 + 1
}

# The same for realms and plain guests, which their style tells apart.
function bare_map_name(    name)
{
	name = map_name()
	sub(/, realm$/, "", name)
	return name
}
