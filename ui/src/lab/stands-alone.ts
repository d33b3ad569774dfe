/** One of the product's own pages, which has no shell around it: it is framed in somebody's browser. */
export const standsAlone = (): boolean => /^\/(pages|auth)\//.test(location.pathname)
