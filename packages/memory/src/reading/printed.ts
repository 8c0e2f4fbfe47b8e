/** Has `console.log` in Node print what an object's getters give, in place of `[Getter]`. A getter itself, which takes no room in each object. */
export const printed: PropertyDescriptorMap & ThisType<object> = {
  [Symbol.for('nodejs.util.inspect.custom')]: {
    get() {
      return () => ({ ...this })
    },
  },
}
