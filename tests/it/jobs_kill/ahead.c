/*
 * A wall clock that is ahead: what a process finds that starts CLOCK_AHEAD_SECONDS later.
 *
 * A lease that a killed process left ends minutes later, and a test does not wait for that. This library stands between a
 * process and the system (LD_PRELOAD) and adds those seconds to the time of day. Timers go by the monotonic clock and
 * wait as ever.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
    int (*told)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = told(clock, now);
    const char *ahead = getenv("CLOCK_AHEAD_SECONDS");
    if (!failed && clock == CLOCK_REALTIME && ahead) {
        now->tv_sec += strtol(ahead, NULL, 10);
    }
    return failed;
}
