// SPDX-License-Identifier: GPL-2.0-only
/*
 * tcp.c - TCP over the loopback device, both ends in one process: socket buffers come
 * from the linear map, are filled, passed up, read and freed.
 */
#define _GNU_SOURCE
#include "workloads/load.h"
#include "workloads/workloads.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define TCP_BYTES	4096

struct connection {
	int from;
	int to;
	char buf[TCP_BYTES];
};

/* In a system of ours nobody else has. The kernel gives it its address as it comes up. */
int loopback_up(void)
{
	struct ifreq ifr = { .ifr_name = "lo" };
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), err = 0;

	if (sock < 0)
		return -errno;
	if (ioctl(sock, SIOCGIFFLAGS, &ifr))
		err = -errno;
	ifr.ifr_flags |= IFF_UP;
	if (!err && ioctl(sock, SIOCSIFFLAGS, &ifr))
		err = -errno;
	close(sock);
	return err;
}

int loopback_connect(unsigned int port)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), err;

	if (sock < 0)
		return -errno;
	err = connect(sock, (struct sockaddr *)&addr, sizeof(addr)) ? -errno : 0;
	close(sock);
	return err;
}

static int connection_make(struct connection *conn, int listener)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(addr);
	int one = 1;

	if (bind(listener, (struct sockaddr *)&addr, sizeof(addr)) || listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&addr, &len))
		return -errno;
	/* Sent at once, not gathered. */
	if (setsockopt(conn->from, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) ||
	    connect(conn->from, (struct sockaddr *)&addr, sizeof(addr)))
		return -errno;
	conn->to = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	return conn->to < 0 ? -errno : 0;
}

static int connection_open(struct connection *conn)
{
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), err;

	if (listener < 0)
		return -errno;
	conn->from = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (conn->from < 0) {
		err = -errno;
		close(listener);
		return err;
	}
	err = loopback_up();
	if (!err)
		err = connection_make(conn, listener);
	if (err)
		close(conn->from);
	close(listener);
	return err;
}

static int tcp_begin(const struct load_args *args, void **state)
{
	struct connection *conn = calloc(1, sizeof(*conn));
	int err;

	(void)args;
	if (!conn)
		return -ENOMEM;
	err = connection_open(conn);
	if (err)
		free(conn);
	else
		*state = conn;
	return err;
}

static int tcp_step(void *state, unsigned int ops)
{
	struct connection *conn = state;

	while (ops--) {
		ssize_t n = send(conn->from, conn->buf, sizeof(conn->buf), MSG_NOSIGNAL);

		if (n == sizeof(conn->buf))
			n = recv(conn->to, conn->buf, sizeof(conn->buf), MSG_WAITALL);
		if (n != sizeof(conn->buf))
			return n < 0 ? -errno : -EIO;
	}
	return 0;
}

static void tcp_end(void *state)
{
	struct connection *conn = state;

	close(conn->from);
	close(conn->to);
	free(conn);
}

const struct load load_tcp = {
	.name = "tcp",
	.summary = "4 KiB sent and received over loopback",
	.ops = 2000,
	.begin = tcp_begin,
	.step = tcp_step,
	.end = tcp_end,
};
