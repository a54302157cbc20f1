/* A disk that is full, read-only, broken or slow for the files of one folder, as long as a file says so.
 *
 * Loaded in front of the C library (LD_PRELOAD). FAULTY_FOLDER is the folder; FAULTY_NOW is a file that holds one word:
 * full, read-only, broken, no-locks, or slow with a number of milliseconds. An empty or missing file is a disk that is well. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static int is_ours(const char *path) {
    const char *folder = getenv("FAULTY_FOLDER");
    return folder && path && !strncmp(path, folder, strlen(folder));
}

static int is_our_file(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_ours(path);
}

/* The word that stands in the file now; by bare system calls, as the functions below are what others call. */
static void read_word(char *word, size_t size) {
    const char *now = getenv("FAULTY_NOW");
    word[0] = 0;
    int fd = now ? (int)syscall(SYS_openat, AT_FDCWD, now, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) return;
    ssize_t length = syscall(SYS_read, fd, word, size - 1);
    word[length > 0 ? length : 0] = 0;
    syscall(SYS_close, fd);
}

static int fault_of(const char *word) {
    if (!strncmp(word, "full", 4)) return ENOSPC;
    if (!strncmp(word, "read-only", 9)) return EROFS;
    if (!strncmp(word, "broken", 6)) return EIO;
    return 0;
}

static int fault(int fd) {
    int kept = errno;
    char word[64];
    read_word(word, sizeof word);
    int found = fault_of(word);
    found = found && is_our_file(fd) ? found : 0;
    errno = found ? found : kept;
    return found;
}

static void be_slow(int fd) {
    char word[64];
    read_word(word, sizeof word);
    if (strncmp(word, "slow", 4) || !is_our_file(fd)) return;
    long wait = atol(word + 4);
    struct timespec pause = {wait / 1000, (wait % 1000) * 1000000};
    while (nanosleep(&pause, &pause) && errno == EINTR) continue; /* a signal does not make a disk faster */
}

#define REAL(type, name, ...) type (*real)(__VA_ARGS__) = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *from, size_t count) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return fault(fd) ? -1 : real(fd, from, count);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return fault(fd) ? -1 : real(fd, from, count, at);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return fault(fd) ? -1 : real(fd, from, count, at);
}

int ftruncate(int fd, off_t length) {
    REAL(int, "ftruncate", int, off_t);
    return fault(fd) ? -1 : real(fd, length);
}

int ftruncate64(int fd, off64_t length) {
    REAL(int, "ftruncate64", int, off64_t);
    return fault(fd) ? -1 : real(fd, length);
}

int fsync(int fd) {
    REAL(int, "fsync", int);
    be_slow(fd);
    return real(fd);
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    be_slow(fd);
    return real(fd);
}

int flock(int fd, int operation) {
    REAL(int, "flock", int, int);
    char word[64];
    read_word(word, sizeof word);
    if (!strncmp(word, "no-locks", 8) && is_our_file(fd)) {
        errno = ENOLCK;
        return -1;
    }
    return real(fd, operation);
}

/* A read-only disk opens nothing for writing; a full one makes no new file. */
static int refuses(const char *path, int flags) {
    char word[64];
    if (!(flags & (O_WRONLY | O_RDWR | O_CREAT)) || !is_ours(path)) return 0;
    read_word(word, sizeof word);
    int found = fault_of(word);
    if (found == EIO || (found == ENOSPC && (!(flags & O_CREAT) || access(path, F_OK) == 0))) return 0;
    if (found) errno = found;
    return found;
}

static mode_t mode_of(int flags, va_list more) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
}

#define OPENS(name)                                                                                                  \
    int name(const char *path, int flags, ...) {                                                                     \
        REAL(int, #name, const char *, int, ...);                                                                    \
        va_list more;                                                                                                \
        va_start(more, flags);                                                                                       \
        mode_t mode = mode_of(flags, more);                                                                          \
        va_end(more);                                                                                                \
        return refuses(path, flags) ? -1 : real(path, flags, mode);                                                  \
    }
OPENS(open)
OPENS(open64)
