/*
 * Records what a process does to the files of one folder, in order, so that what the disk would hold after a power cut can
 * be put together afterwards. Preloaded with LD_PRELOAD.
 *
 *   RECORD_FOLDER  files whose path starts with this are recorded
 *   RECORD_LOG     where the records go
 *
 * A record is a kind (one byte), the length of the path and of the data (32 bits each), an offset or number (64 bits), all
 * in the machine's byte order, then path and data:
 *
 *   O  a file was opened for writing
 *   W  data was written at the offset
 *   D  the same, on a descriptor with O_SYNC or O_DSYNC: on the disk when the call returned
 *   B  a sync of the file began
 *   S  a sync of the file ended well
 *   T  the file was cut or grown to the offset
 *   U  the file was removed
 *   A  the process wrote "ACK <number>" to its standard output
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MAX_FILES = 4096 };

struct file {
  char *path; /* NULL: not recorded */
  int is_synchronous;
};

static struct file files[MAX_FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t started = PTHREAD_ONCE_INIT;
static const char *folder;
static int log_file = -1;

/* The function of this name that would have been called without us. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void start(void) {
  folder = getenv("RECORD_FOLDER");
  const char *path = getenv("RECORD_LOG");
  if (folder == NULL || path == NULL) abort();
  log_file = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (log_file < 0) abort();
}

static void write_all(const void *data, size_t length) {
  const char *next = data;
  while (length > 0) {
    ssize_t written = REAL(write)(log_file, next, length);
    if (written <= 0) abort(); /* half a record would be worse than no run */
    next += written;
    length -= (size_t)written;
  }
}

static void record(char kind, const char *path, uint64_t offset, const void *data, uint32_t length) {
  uint32_t path_length = (uint32_t)strlen(path);
  char header[17];
  header[0] = kind;
  memcpy(header + 1, &path_length, 4);
  memcpy(header + 5, &length, 4);
  memcpy(header + 9, &offset, 8);
  pthread_once(&started, start);
  pthread_mutex_lock(&lock);
  write_all(header, sizeof header);
  write_all(path, path_length);
  write_all(data, length);
  pthread_mutex_unlock(&lock);
}

static int is_ours(const char *path) {
  pthread_once(&started, start);
  return path != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static struct file *file_of(int descriptor) {
  if (descriptor < 0 || descriptor >= MAX_FILES || files[descriptor].path == NULL) return NULL;
  return &files[descriptor];
}

static int opened(int descriptor, const char *path, int flags) {
  if (descriptor < 0 || descriptor >= MAX_FILES) return descriptor;
  free(files[descriptor].path);
  files[descriptor].path = NULL;
  if (!is_ours(path) || (flags & O_ACCMODE) == O_RDONLY) return descriptor;
  files[descriptor].path = strdup(path);
  files[descriptor].is_synchronous = (flags & O_DSYNC) != 0;
  record('O', path, 0, NULL, 0);
  return descriptor;
}

static void wrote(int descriptor, off_t offset, const void *data, ssize_t length) {
  struct file *file = file_of(descriptor);
  if (file == NULL || length <= 0) return;
  record(file->is_synchronous ? 'D' : 'W', file->path, (uint64_t)offset, data, (uint32_t)length);
}

static void wrote_parts(int descriptor, off_t offset, const struct iovec *parts, int count, ssize_t length) {
  for (int part = 0; part < count && length > 0; part++) {
    ssize_t size = (ssize_t)parts[part].iov_len < length ? (ssize_t)parts[part].iov_len : length;
    wrote(descriptor, offset, parts[part].iov_base, size);
    offset += size;
    length -= size;
  }
}

/* Where a write without an offset began: the position after it, less what it wrote. */
static off_t start_of(int descriptor, ssize_t length) {
  return lseek(descriptor, 0, SEEK_CUR) - length;
}

#define OPEN(name)                                        \
  int name(const char *path, int flags, ...) {            \
    va_list rest;                                         \
    va_start(rest, flags);                                \
    mode_t mode = va_arg(rest, mode_t);                   \
    va_end(rest);                                         \
    return opened(REAL(name)(path, flags, mode), path, flags); \
  }
OPEN(open)
OPEN(open64)

#define OPEN_AT(name)                                     \
  int name(int at, const char *path, int flags, ...) {    \
    va_list rest;                                         \
    va_start(rest, flags);                                \
    mode_t mode = va_arg(rest, mode_t);                   \
    va_end(rest);                                         \
    return opened(REAL(name)(at, path, flags, mode), path, flags); \
  }
OPEN_AT(openat)
OPEN_AT(openat64)

#define PWRITE(name)                                                             \
  ssize_t name(int descriptor, const void *data, size_t length, off_t offset) {  \
    ssize_t written = REAL(name)(descriptor, data, length, offset);              \
    wrote(descriptor, offset, data, written);                                    \
    return written;                                                              \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define PWRITEV(name)                                                                   \
  ssize_t name(int descriptor, const struct iovec *parts, int count, off_t offset) {    \
    ssize_t written = REAL(name)(descriptor, parts, count, offset);                     \
    wrote_parts(descriptor, offset, parts, count, written);                             \
    return written;                                                                     \
  }
PWRITEV(pwritev)
PWRITEV(pwritev64)

ssize_t write(int descriptor, const void *data, size_t length) {
  int is_acknowledgement = descriptor == STDOUT_FILENO && length > 4 && memcmp(data, "ACK ", 4) == 0;
  /* Before the line leaves: from here on somebody may know. */
  if (is_acknowledgement) record('A', "", strtoull((const char *)data + 4, NULL, 10), NULL, 0);
  ssize_t written = REAL(write)(descriptor, data, length);
  if (file_of(descriptor) != NULL && written > 0) wrote(descriptor, start_of(descriptor, written), data, written);
  return written;
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  ssize_t written = REAL(writev)(descriptor, parts, count);
  if (file_of(descriptor) != NULL && written > 0)
    wrote_parts(descriptor, start_of(descriptor, written), parts, count, written);
  return written;
}

/* What is written while a sync runs may not be part of it: so its beginning is recorded too. */
#define SYNC(name)                                        \
  int name(int descriptor) {                              \
    struct file *file = file_of(descriptor);              \
    if (file != NULL) record('B', file->path, 0, NULL, 0); \
    int result = REAL(name)(descriptor);                  \
    if (file != NULL && result == 0) record('S', file->path, 0, NULL, 0); \
    return result;                                        \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name)                                    \
  int name(int descriptor, off_t length) {                \
    int result = REAL(name)(descriptor, length);          \
    struct file *file = file_of(descriptor);              \
    if (file != NULL && result == 0) record('T', file->path, (uint64_t)length, NULL, 0); \
    return result;                                        \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

int unlink(const char *path) {
  int result = REAL(unlink)(path);
  if (result == 0 && is_ours(path)) record('U', path, 0, NULL, 0);
  return result;
}
