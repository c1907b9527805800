/* SPDX-FileCopyrightText: 2026 The Plimsoll authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loaded into a program with LD_PRELOAD, it makes the wall clock stand still where a test set it:
 * PLIM_FIXED_CLOCK names a file of eight bytes, a gint64 with the Unix time in seconds, which the
 * test may set anew. So whole programs can be compared with recorded answers, which have a date.
 * What measures how long something takes, the monotonic clock, goes on. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static _Atomic int64_t *fixed_now; /* NULL: the real clock */

__attribute__ ((constructor)) static void
map_clock (void)
{
  const char *path = getenv ("PLIM_FIXED_CLOCK");
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  void *page;

  if (fd < 0)
    return;
  page = mmap (NULL, sizeof *fixed_now, PROT_READ, MAP_SHARED, fd, 0);
  close (fd);
  if (page != MAP_FAILED)
    fixed_now = page;
}

static int
get_real (clockid_t id, struct timespec *now)
{
  int (*real) (clockid_t, struct timespec *) =
      (int (*) (clockid_t, struct timespec *)) dlsym (RTLD_NEXT, "clock_gettime");

  return real (id, now);
}

int
clock_gettime (clockid_t id, struct timespec *now)
{
  if (fixed_now == NULL || (id != CLOCK_REALTIME && id != CLOCK_REALTIME_COARSE))
    return get_real (id, now);
  *now = (struct timespec){ .tv_sec = *fixed_now };
  return 0;
}

int
gettimeofday (struct timeval *restrict now, void *restrict zone)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  *now = (struct timeval){ .tv_sec = precise.tv_sec, .tv_usec = precise.tv_nsec / 1000 };
  return 0;
}

time_t
time (time_t *place)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  if (place != NULL)
    *place = now.tv_sec;
  return now.tv_sec;
}

/* The kernel knows nothing of all this: an alarm in an hour of the fixed clock is one in a real
 * hour. */
int
timerfd_settime (int fd, int flags, const struct itimerspec *value, struct itimerspec *old)
{
  int (*real) (int, int, const struct itimerspec *, struct itimerspec *) =
      (int (*) (int, int, const struct itimerspec *,
                struct itimerspec *)) dlsym (RTLD_NEXT, "timerfd_settime");
  struct itimerspec shifted = *value;
  struct timespec now;

  if (fixed_now != NULL && (flags & TFD_TIMER_ABSTIME) != 0 && value->it_value.tv_sec != 0) {
    get_real (CLOCK_REALTIME, &now);
    shifted.it_value.tv_sec += now.tv_sec - *fixed_now;
  }
  return real (fd, flags, &shifted, old);
}
