interface Part {
  readonly type: string
  readonly delta?: unknown
}

/** Hands every part on as it comes, and at the end all the text there was; the stream ends when that is taken. */
export function passedThrough<Given extends Part>(whenWhole: (text: string) => Promise<void>) {
  let text = ''
  return new TransformStream<Given, Given>({
    transform(part, controller) {
      if (part.type === 'text-delta') text += String(part.delta)
      controller.enqueue(part)
    },
    flush: () => whenWhole(text),
  })
}
