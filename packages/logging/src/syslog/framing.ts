/**
 * The first bytes of a message, as many whole characters of UTF-8 as fit.
 */
export function cutBytes(message: Buffer, most: number): Buffer {
  if (message.length <= most) return message;
  let end = most;
  // 10xxxxxx goes on with a character that began before.
  while (end > 0 && ((message[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return message.subarray(0, end);
}

/** A message on a stream: its length in bytes, a space, itself (RFC 6587 §3.4.1, RFC 5425 §4.3). */
export function octetCounted(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `, 'ascii'), message]);
}
