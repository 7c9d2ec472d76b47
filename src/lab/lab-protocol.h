/* Gradients: gradient descent and autograd, step by step.
 * SPDX-License-Identifier: MIT */

#pragma once

/* The protocol between the lab and its worker: frames on a stream socket,
 *
 *   u32 length of what follows | u8 kind | payload
 *
 * where the payload is the fields of the message's row in lab-protocol-messages.def, packed one after the other in
 * the byte order of the machine (both ends run on it). This file is plain C without any library, since it is built
 * into both sides and the side that reads must trust nothing. Decoding copies nothing: texts and lists point into
 * the frame. What decodes, encodes again to the same bytes. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum
{
  LAB_PROTOCOL_VERSION = 1,
  LAB_FRAME_HEADER = 5,          /* length and kind */
  LAB_MAX_PAYLOAD = 1 << 20,     /* so a hostile length costs 1 MiB at most */
  LAB_MAX_PROGRAM = 256 * 1024,  /* bytes of a program's text */
  LAB_MAX_NAME = 256,            /* bytes of an identifier */
  LAB_MAX_MESSAGE = 4096,        /* bytes of a sentence */
  LAB_MAX_TRACEBACK = 64 * 1024, /* bytes */
  LAB_MAX_OUT = 32 * 1024,       /* bytes printed in one piece */
  LAB_MAX_LINE = 1 << 20,        /* line number */
  LAB_MAX_DEPTH = 4096,          /* nested calls */
  LAB_MAX_FRAMES = 64,           /* of a traceback */
  LAB_MAX_INPUTS = 1024,         /* of an op */
  LAB_MAX_IDS = 16384,           /* in one list of freed things */
  LAB_MAX_DIMS = 16,             /* of a tensor */
  LAB_MAX_PREVIEW = 4096,        /* elements sent along with a tensor */
  LAB_MAX_INSPECT = 65536,       /* elements sent on request */
  LAB_MAX_AXES = 64,             /* in a figure */
  LAB_MAX_POINTS = 50 * 1000,    /* of a mark */
  LAB_MAX_PIXELS = 250 * 1000,   /* of an image */
  LAB_MAX_VALUE_TEXT = 1024,     /* bytes in which a variable is described */
};

/* Nor may the product of a shape exceed this. */
#define LAB_MAX_ELEMENTS (INT64_C (1) << 40)

typedef enum
{
  LAB_TO_WORKER,
  LAB_FROM_WORKER,
} LabDirection;

/* flags of PROGRAM */
enum
{
  LAB_PROGRAM_TRACE = 1 << 0, /* lines, variables, tensors and the graph; otherwise output, figures and the end only */
};

/* wall of HELLO */
typedef enum
{
  LAB_WALL_SECCOMP = 1 << 0,
  LAB_WALL_LANDLOCK = 1 << 1,
  LAB_WALL_NAMESPACES = 1 << 2,
  LAB_WALL_LIMITS = 1 << 3,
  LAB_WALL_NO_NEW_PRIVILEGES = 1 << 4,
} LabWallPart;

/* why of PAUSED */
typedef enum
{
  LAB_PAUSE_CREDIT, /* the credit is used up */
  LAB_PAUSE_LIMIT,  /* a limit of recording is reached; more credit goes on */
} LabPause;

/* status of END */
typedef enum
{
  LAB_END_FINISHED,
  LAB_END_EXCEPTION,
  LAB_END_SYNTAX, /* it did not compile */
  LAB_END_STOPPED,
  LAB_END_LIMIT, /* message says which */
} LabEndStatus;

/* flags of AXES */
enum
{
  LAB_AXES_LEGEND = 1 << 0,
  LAB_AXES_GRID = 1 << 1,
  LAB_AXES_EQUAL = 1 << 2,
  LAB_AXES_X_LOG = 1 << 3,
  LAB_AXES_Y_LOG = 1 << 4,
  LAB_AXES_COLOR_BAR = 1 << 5,
  LAB_AXES_ALL = (1 << 6) - 1,
};

/* dtype of a tensor; the same order as GradDType. */
typedef enum
{
  LAB_BOOL,
  LAB_INT64,
  LAB_FLOAT32,
  LAB_FLOAT64,
} LabDType;

/* UTF-8, not terminated. */
typedef struct
{
  const char *data;
  uint32_t    length;
} LabText;

/* n elements somewhere in a frame, so perhaps not aligned: read them with the functions below. */
typedef struct
{
  const void *data;
  uint32_t    n;
} LabList;

/* n texts, each with its length in front, in size bytes. Made by lab_protocol_pack_text. */
typedef struct
{
  const void *data;
  uint32_t    n;
  uint32_t    size;
} LabTexts;

/* A place in the program: lines from 1, columns (bytes) from 0, the end exclusive. line 0: no place. */
typedef struct
{
  uint32_t line, column, end_line, end_column;
} LabSpan;

typedef struct
{
  uint64_t id; /* 0: a tensor that the program cannot reach */
  uint8_t  dtype;
  uint8_t  n_dims;
  int64_t  shape[LAB_MAX_DIMS];
  uint8_t  complete; /* all elements are in values, otherwise the three numbers speak for them */
  LabList  values;   /* of the dtype */
  double   least, mean, greatest;
} LabTensor;

typedef enum
{
  LAB_VALUE_NONE,
  LAB_VALUE_BOOL,
  LAB_VALUE_INT,
  LAB_VALUE_FLOAT,
  LAB_VALUE_TEXT,
  LAB_VALUE_TENSOR,
  LAB_VALUE_OBJECT, /* any other: the name of its type, and how it looks */
} LabValueKind;

/* What a variable holds. */
typedef struct
{
  uint8_t  kind;
  int64_t  integer; /* also of BOOL */
  double   number;
  uint64_t tensor;
  LabText  type;
  LabText  text;
} LabValue;

/* From the rows: an enum of the kinds, a struct for each message, and the union of them. */

typedef enum
{
#define MESSAGE(number, ID, Type, member, direction, ...) LAB_##ID = number,
#include "lab/lab-protocol-messages.def"
#undef MESSAGE
} LabKind;

#define LAB_C_U8 uint8_t
#define LAB_C_U32 uint32_t
#define LAB_C_U64 uint64_t
#define LAB_C_I64 int64_t
#define LAB_C_F64 double
#define LAB_C_STR LabText
#define LAB_C_U32S LabList
#define LAB_C_U64S LabList
#define LAB_C_F32S LabList
#define LAB_C_F64S LabList
#define LAB_C_STRS LabTexts
#define LAB_C_SPAN LabSpan
#define LAB_C_TENSOR LabTensor
#define LAB_C_VALUE LabValue

#define F(Type, type, name, limit) LAB_C_##type name;
#define MESSAGE(number, ID, Type, member, direction, ...) \
  typedef struct                                          \
  {                                                       \
    __VA_ARGS__                                           \
  } Lab##Type;
#include "lab/lab-protocol-messages.def"
#undef MESSAGE
#undef F

typedef struct
{
  LabKind kind;
  union
  {
#define MESSAGE(number, ID, Type, member, direction, ...) Lab##Type member;
#include "lab/lab-protocol-messages.def"
#undef MESSAGE
  };
} LabMessage;

/* The rows as data. */

typedef enum
{
  LAB_U8,
  LAB_U32,
  LAB_U64,
  LAB_I64,
  LAB_F64,
  LAB_STR,
  LAB_U32S,
  LAB_U64S,
  LAB_F32S,
  LAB_F64S,
  LAB_STRS,
  LAB_SPAN,
  LAB_TENSOR,
  LAB_VALUE,
} LabFieldType;

typedef struct
{
  const char  *name;
  LabFieldType type;
  size_t       offset; /* in its struct */
  uint64_t     limit;
} LabFieldRow;

typedef struct
{
  LabKind            kind;
  const char        *name;
  LabDirection       direction;
  const LabFieldRow *fields;
  size_t             n_fields;
} LabMessageRow;

/* All rows. */
const LabMessageRow *lab_protocol_list (size_t *n_rows);

/* The row of a kind; NULL if there is none. */
const LabMessageRow *lab_protocol_lookup (unsigned kind);

/* Writes the frame of message to buffer; returns its length, or 0 if it does not fit or breaks a limit of its row. */
size_t lab_protocol_encode (const LabMessage *message,
                            uint8_t          *buffer,
                            size_t            size);

typedef enum
{
  LAB_DECODE_MORE, /* a frame may have begun, more bytes are needed */
  LAB_DECODE_FRAME,
  LAB_DECODE_BAD, /* problem says why; nothing sent after this can be understood */
} LabDecode;

/* Reads the frame at the start of size bytes. On LAB_DECODE_FRAME message is set, pointing into data, and *length is
 * the frame's. On LAB_DECODE_BAD *problem is an English phrase, static. */
LabDecode lab_protocol_decode (const uint8_t *data,
                               size_t         size,
                               LabDirection   direction,
                               LabMessage    *message,
                               size_t        *length,
                               const char   **problem);

/* Element i of a list (i < n). */
uint32_t lab_list_get_u32 (const LabList *list, uint32_t i);
uint64_t lab_list_get_u64 (const LabList *list, uint32_t i);
float    lab_list_get_f32 (const LabList *list, uint32_t i);
double   lab_list_get_f64 (const LabList *list, uint32_t i);

/* Text i of texts (i < n); walks there. */
LabText lab_texts_get (const LabTexts *texts, uint32_t i);

/* Appends text (LAB_MAX_NAME bytes at most) to texts, whose memory is buffer of size bytes; false if it does not fit. */
bool lab_texts_append (LabTexts *texts,
                       void     *buffer,
                       size_t    size,
                       LabText   text);

/* Bytes of an element. */
size_t lab_dtype_get_size (uint8_t dtype);

/* The number of elements that the shape means, -1 if it is no shape (too large, negative). */
int64_t lab_tensor_get_n_elements (const LabTensor *tensor);

/* Element i of a complete tensor, as the nearest double; exact for all but large integers. */
double lab_tensor_get_value (const LabTensor *tensor, uint32_t i);

/* Whether n bytes are well-formed UTF-8 (no surrogates, nothing overlong). */
bool lab_utf8_is_valid (const char *data, size_t n);
