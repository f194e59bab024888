/*
 * Makes each packet that a process sends cost more of its CPU, so that a generator on the same machine can bring it more than it
 * can carry. Preloaded into media workers by the overload bench, and used nowhere else.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static long long cpu_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void burn(unsigned int count) {
  static long long each_ns = -1;
  if (each_ns < 0) {
    const char *given = getenv("SLOW_SEND_US");
    each_ns = given == NULL ? 0 : atoll(given) * 1000LL;
  }
  long long until = cpu_ns() + each_ns * count;
  while (cpu_ns() < until) {
  }
}

/* How many packets the system makes of a message: one, or many of the size that UDP_SEGMENT names. */
static unsigned int packets_of(const struct msghdr *message) {
  size_t bytes = 0;
  for (size_t at = 0; at < message->msg_iovlen; at++) bytes += message->msg_iov[at].iov_len;
  if (message->msg_controllen == 0) return 1;
  for (struct cmsghdr *option = CMSG_FIRSTHDR(message); option != NULL; option = CMSG_NXTHDR((struct msghdr *)message, option)) {
    if (option->cmsg_level != IPPROTO_UDP || option->cmsg_type != UDP_SEGMENT) continue;
    uint16_t segment;
    memcpy(&segment, CMSG_DATA(option), sizeof(segment));
    return (bytes + segment - 1) / segment;
  }
  return 1;
}

/* Datagrams only: what the worker tells its parent goes through pipes and is not slowed. */
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  static ssize_t (*real)(int, const struct msghdr *, int);
  if (real == NULL) real = dlsym(RTLD_NEXT, "sendmsg");
  if (message->msg_namelen > 0) burn(packets_of(message));
  return real(fd, message, flags);
}

int sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags) {
  static int (*real)(int, struct mmsghdr *, unsigned int, int);
  if (real == NULL) real = dlsym(RTLD_NEXT, "sendmmsg");
  for (unsigned int at = 0; at < count; at++) burn(packets_of(&messages[at].msg_hdr));
  return real(fd, messages, count, flags);
}
