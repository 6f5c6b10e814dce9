/*
 * Power that can be cut: what would be on the disk of one directory if the power went now.
 *
 * A killed process leaves behind all that it wrote, since the system still has it. A power cut leaves what was synced.
 * This library stands between a process and the system (LD_PRELOAD). The process goes on as ever; a second copy of the
 * directory, the platter, gets a change when the process asks for it to be synced, and not before.
 *
 *   POWER_DATA   The directory. What is in it when the process starts is on the platter already.
 *   POWER_DISK   An empty directory for the platter:
 *                  names/   the directory as the next start would find it,
 *                  inodes/  its files by their numbers; names/ links to them,
 *                  syncs    the name of a file for each sync that brought something of it to the platter.
 *   POWER_EARLY  A seed. The disk also writes some of what it was not asked for, sector by sector and in any order.
 *   POWER_DEAF   The end of a name. Syncs of such files are acknowledged and not made, which is `synchronous = off` as
 *                the disk sees it. Every name ends with "".
 *
 * Simpler than in life:
 *   - The directory is flat, and one process changes it.
 *   - Files are changed with what SQLite and Rust's `File` use on Linux: open, write, pwrite, ftruncate. What is changed
 *     in another way (a mapping, writev, a bare system call) never arrives, so that this disk is worse than a real one
 *     and hides nothing. SQLite maps its -shm alone, which it makes anew.
 *   - Names come and go when the directory is synced, all together; the name of a new file alone may come early. Many
 *     file systems write it together with the file, but none has to (fsync(2)).
 */
#undef _FORTIFY_SOURCE /* It makes inline functions of those that are written here. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

_Static_assert(sizeof(long) == 8, "an offset is one argument of a system call");

enum { DESCRIPTORS = 65536, SECTOR = 512, NEW_END = -1 };

struct change {
    struct change *next;
    off_t at;
    ssize_t length; /* NEW_END: from now on the file ends at `at`. */
    char bytes[];
};

struct file {
    struct file *next;
    ino_t inode;
    int platter;
    struct change *first, **last; /* What is not synced, oldest first. */
    int end_waits;                /* Its end has moved, and the platter does not know. */
    char name[NAME_MAX + 1];      /* Under which it was seen first. */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char data[PATH_MAX];
static int disk = -1, names = -1, syncs = -1;
static const char *deaf;
static uint64_t dice; /* 0: nothing comes early. */
static struct file directory, *files, *opened[DESCRIPTORS];

static void must(int holds, const char *what)
{
    if (!holds) {
        dprintf(STDERR_FILENO, "power: %s: %m\n", what);
        abort();
    }
}

static int open_below(int dir, const char *path, int flags)
{
    int fd = syscall(SYS_openat, dir, path, flags | O_CLOEXEC, 0600);
    must(fd >= 0, path);
    return fd;
}

static unsigned roll(unsigned sides)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (dice >> 32) % sides;
}

static void put(const struct file *file, off_t at, const char *bytes, ssize_t length)
{
    must(syscall(SYS_pwrite64, file->platter, bytes, length, at) == length, "writing to the platter");
}

static void apply(const struct file *file, const struct change *change)
{
    if (change->length == NEW_END)
        must(syscall(SYS_ftruncate, file->platter, change->at) == 0, "ending a file on the platter");
    else
        put(file, change->at, change->bytes, change->length);
}

/* Nothing of a change, all of it, or some of its sectors. Nothing overtakes a new end of its file. */
static void write_early(struct file *file, const struct change *change)
{
    enum { NOTHING, ALL, SOME } what = file->end_waits ? NOTHING : roll(3);
    if (change->length == NEW_END) {
        file->end_waits |= what == NOTHING;
        if (what != NOTHING)
            apply(file, change);
        return;
    }
    off_t end = change->at + change->length;
    for (off_t at = change->at, next; what != NOTHING && at < end; at = next) {
        next = (at / SECTOR + 1) * SECTOR < end ? (at / SECTOR + 1) * SECTOR : end;
        if (what == ALL || roll(2))
            put(file, at, change->bytes + (at - change->at), next - at);
    }
}

static void note(struct file *file, off_t at, ssize_t length, const void *bytes)
{
    size_t size = length == NEW_END ? 0 : length;
    struct change *change = malloc(sizeof *change + size);
    must(change != NULL, "noting a change");
    *change = (struct change){ .at = at, .length = length };
    if (size > 0)
        memcpy(change->bytes, bytes, size);
    *file->last = change;
    file->last = &change->next;
    if (dice)
        write_early(file, change);
}

static void sync_file(struct file *file)
{
    if (!file->first)
        return;
    for (struct change *change; (change = file->first); free(change)) {
        apply(file, change);
        file->first = change->next;
    }
    file->last = &file->first;
    file->end_waits = 0;
    dprintf(syncs, "%s\n", file->name);
}

static struct file *known(ino_t inode)
{
    struct file *file = files;
    while (file && file->inode != inode)
        file = file->next;
    return file;
}

static const char *place_of(ino_t inode)
{
    static char place[32];
    snprintf(place, sizeof place, "inodes/%ju", (uintmax_t)inode);
    return place;
}

/* An empty file on the platter, and no name yet. One that had the number before is found no more, but by its name. */
static struct file *begin(ino_t inode, const char *name)
{
    struct file *file = calloc(1, sizeof *file);
    must(file != NULL, name);
    unlinkat(disk, place_of(inode), 0);
    int platter = open_below(disk, place_of(inode), O_RDWR | O_CREAT | O_EXCL);
    *file = (struct file){ .next = files, .inode = inode, .platter = platter, .last = &file->first };
    snprintf(file->name, sizeof file->name, "%s", name);
    return files = file;
}

static void sync_name(const struct file *file, const char *name)
{
    unlinkat(disk, "new", 0);
    must(linkat(disk, place_of(file->inode), disk, "new", 0) == 0, name);
    must(renameat(disk, "new", names, name) == 0, name);
}

static void sync_names(void)
{
    struct dirent *entry;
    struct stat found;
    DIR *live = opendir(data), *kept = fdopendir(open_below(disk, "names", O_DIRECTORY));
    must(live && kept, data);
    while ((entry = readdir(live))) {
        int is_there = fstatat(dirfd(live), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) == 0;
        const struct file *file = is_there && S_ISREG(found.st_mode) ? known(found.st_ino) : NULL;
        if (file)
            sync_name(file, entry->d_name);
    }
    while ((entry = readdir(kept)))
        if (fstatat(dirfd(live), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) != 0)
            unlinkat(names, entry->d_name, 0);
    closedir(live);
    closedir(kept);
}

/* From now on the descriptor stands for the directory, for a file in it, or for nothing that matters here. */
static void remember(int fd, int is_new, int is_emptied)
{
    char link[32], path[PATH_MAX];
    struct stat found;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    must(fd < DESCRIPTORS && length >= 0, link);
    path[length] = 0;
    opened[fd] = strcmp(path, data) == 0 ? &directory : NULL;
    size_t stem = strlen(data);
    const char *name = path + stem + 1;
    if (strncmp(path, data, stem) != 0 || path[stem] != '/' || strchr(name, '/'))
        return;
    must(fstat(fd, &found) == 0, path);
    struct file *file = is_new ? NULL : known(found.st_ino);
    opened[fd] = file = file ? file : begin(found.st_ino, name);
    if (is_new && dice && roll(2))
        sync_name(file, name);
    if (is_emptied && !is_new)
        note(file, 0, NEW_END, NULL);
}

static struct file *kept(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS ? opened[fd] : NULL;
}

static int is_deaf(const struct file *file)
{
    size_t name = strlen(file->name), end = deaf ? strlen(deaf) : 0;
    return deaf && name >= end && strcmp(file->name + name - end, deaf) == 0;
}

__attribute__((constructor)) static void power_on(void)
{
    const char *from = getenv("POWER_DATA"), *to = getenv("POWER_DISK"), *seed = getenv("POWER_EARLY");
    if (!from || !to)
        return;
    must(realpath(from, data) != NULL, from);
    deaf = getenv("POWER_DEAF");
    disk = open_below(AT_FDCWD, to, O_DIRECTORY);
    must(mkdirat(disk, "names", 0700) == 0 && mkdirat(disk, "inodes", 0700) == 0, to);
    names = open_below(disk, "names", O_DIRECTORY);
    syncs = open_below(disk, "syncs", O_WRONLY | O_CREAT | O_APPEND);
    DIR *live = opendir(data);
    must(live != NULL, data);
    for (struct dirent *entry; (entry = readdir(live));) {
        static char bytes[65536];
        struct stat found;
        must(fstatat(dirfd(live), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) == 0, entry->d_name);
        if (!S_ISREG(found.st_mode))
            continue;
        const struct file *file = begin(found.st_ino, entry->d_name);
        int fd = open_below(dirfd(live), entry->d_name, O_RDONLY);
        ssize_t length;
        for (off_t at = 0; (length = read(fd, bytes, sizeof bytes)) > 0; at += length)
            put(file, at, bytes, length);
        syscall(SYS_close, fd);
    }
    closedir(live);
    sync_names();
    dice = seed ? strtoull(seed, NULL, 10) | 1 : 0;
}

/* What the process calls instead of the C library's functions of these names. */

int open64(const char *path, int flags, ...)
{
    struct stat found;
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    pthread_mutex_lock(&lock);
    int is_new = flags & O_CREAT && stat(path, &found) != 0;
    int fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && disk >= 0)
        remember(fd, is_new, flags & O_TRUNC);
    pthread_mutex_unlock(&lock);
    return fd;
}

int close(int fd)
{
    if (kept(fd))
        opened[fd] = NULL;
    return syscall(SYS_close, fd);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    struct file *file = kept(fd);
    if (!file)
        return syscall(SYS_write, fd, bytes, count);
    pthread_mutex_lock(&lock);
    ssize_t length = syscall(SYS_write, fd, bytes, count);
    if (length > 0)
        note(file, lseek(fd, 0, SEEK_CUR) - length, length, bytes);
    pthread_mutex_unlock(&lock);
    return length;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    struct file *file = kept(fd);
    if (!file)
        return syscall(SYS_pwrite64, fd, bytes, count, at);
    pthread_mutex_lock(&lock);
    ssize_t length = syscall(SYS_pwrite64, fd, bytes, count, at);
    if (length > 0)
        note(file, at, length, bytes);
    pthread_mutex_unlock(&lock);
    return length;
}

int ftruncate64(int fd, off64_t end)
{
    struct file *file = kept(fd);
    if (!file)
        return syscall(SYS_ftruncate, fd, end);
    pthread_mutex_lock(&lock);
    int failed = syscall(SYS_ftruncate, fd, end);
    if (!failed)
        note(file, end, NEW_END, NULL);
    pthread_mutex_unlock(&lock);
    return failed;
}

/* Nothing is flushed for those files: the machine's own power stays on. */
int fsync(int fd)
{
    struct file *file = kept(fd);
    if (!file)
        return syscall(SYS_fsync, fd);
    pthread_mutex_lock(&lock);
    if (!is_deaf(file))
        file == &directory ? sync_names() : sync_file(file);
    pthread_mutex_unlock(&lock);
    return 0;
}

int open(const char *path, int flags, ...) __attribute__((alias("open64")));
int fdatasync(int fd) __attribute__((alias("fsync")));
int ftruncate(int fd, off_t end) __attribute__((alias("ftruncate64")));
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) __attribute__((alias("pwrite64")));
