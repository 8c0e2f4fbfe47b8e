// What `import '@commonplace/inspector/styles.css'` gives: no names. TypeScript 6 refuses an import without types.
export {}
