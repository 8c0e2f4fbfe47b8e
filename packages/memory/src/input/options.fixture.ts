export const tags = ['orders']
