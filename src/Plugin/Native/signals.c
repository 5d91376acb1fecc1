/* .NET's runtime ignores SIGPIPE from its start on. What the host had chosen is kept when the library is loaded, before the runtime starts,
   and set again after that: a host whose reader left ends as it would without the filter. */
#include <signal.h>

static struct sigaction pipe_of_host;
static int is_restored;

__attribute__((constructor(101))) static void keep(void)
{
    sigaction(SIGPIPE, 0, &pipe_of_host);
}

void u2video_restore_signals(void)
{
    /* Once: later the host may have chosen otherwise, and f0r_init is called for each filter. */
    if (!__atomic_exchange_n(&is_restored, 1, __ATOMIC_SEQ_CST)) {
        sigaction(SIGPIPE, &pipe_of_host, 0);
    }
}
