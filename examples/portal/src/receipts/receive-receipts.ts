import { Writable } from 'node:stream';
import type { Request, RequestHandler } from 'express';
import { formidable } from 'formidable';
import { LONGEST_RECEIPT, MOST_RECEIPTS, receiptFile } from './receipt-file.ts';
import type { ReceiptFile } from './receipt-file.ts';

/** The field of the form. */
const FIELD = 'receipts';
/** All that one form may bring: beyond it, it is not read on. */
export const LONGEST_FORM: number = MOST_RECEIPTS * LONGEST_RECEIPT + 64 * 1024;
const MOST_FIELDS = 60;
const LONGEST_FIELDS = 16 * 1024;
/** More are read, so that the form can say that they are too many; beyond these it is no form of ours. */
const MOST_READ = 20;

/** What came with a form. */
export interface Received {
  readonly files: readonly ReceiptFile[];
  /** One is too long or of another kind, or they are too many. */
  readonly isWrong: boolean;
}

const NOTHING: Received = { files: [], isWrong: false };
const received = new WeakMap<Request, Received>();

export function receivedReceipts(req: Request): Received {
  return received.get(req) ?? NOTHING;
}

/** Reads forms with files in them: their fields become the body, their files {@link receivedReceipts}. */
export function receiveReceipts(): RequestHandler {
  return async function portalReceipts(req, _res, next): Promise<void> {
    try {
      if (isMultipart(req)) await read(req);
    } catch (cause) {
      next(unreadable(cause));
      return;
    }
    next();
  };
}

export function isMultipart(req: Request): boolean {
  return req.is('multipart/form-data') === 'multipart/form-data';
}

async function read(req: Request): Promise<void> {
  const fields = new Map<string, string | string[]>();
  const contents: Content[] = [];
  const form = formidable({
    maxFields: MOST_FIELDS,
    maxFieldsSize: LONGEST_FIELDS,
    maxFiles: MOST_READ,
    maxFileSize: LONGEST_FORM,
    maxTotalFileSize: LONGEST_FORM,
    // A browser sends an empty one where nothing was chosen.
    ...{ allowEmptyFiles: true, minFileSize: 0 },
    filter: ({ name }) => name === FIELD,
    fileWriteStreamHandler() {
      const content = new Content();
      contents.push(content);
      return content;
    },
  });
  form.on('field', (name, value) => {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  });
  await form.parse(req);
  req.body = Object.fromEntries(fields);
  received.set(req, sorted(contents.filter(({ bytes }) => bytes > 0)));
}

function sorted(contents: readonly Content[]): Received {
  const files = contents.flatMap((content) => (content.isTooLong ? [] : content.file()));
  return { files, isWrong: files.length < contents.length || files.length > MOST_RECEIPTS };
}

/** A file as it comes, in memory; of one that is too long nothing is kept. */
class Content extends Writable {
  #chunks: Buffer[] = [];
  bytes = 0;

  get isTooLong(): boolean {
    return this.bytes > LONGEST_RECEIPT;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.bytes += chunk.length;
    if (this.isTooLong) this.#chunks = [];
    else this.#chunks.push(chunk);
    done();
  }

  file(): readonly ReceiptFile[] {
    const file = receiptFile(Buffer.concat(this.#chunks));
    return file === undefined ? [] : [file];
  }
}

/** The sender's fault, with the status that the reader of the form gave it. */
function unreadable(cause: unknown): Error {
  const given: unknown =
    typeof cause === 'object' && cause !== null && Reflect.get(cause, 'httpCode');
  const status = typeof given === 'number' && given >= 400 && given < 500 ? given : 400;
  return Object.assign(new Error('The form could not be read.', { cause }), { status });
}
