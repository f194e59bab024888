// Stands in for style sheets: each class is called by its own name.
// oxlint-disable-next-line import/no-default-export -- Style modules are imported that way.
export default new Proxy({}, { get: (_styles, name) => String(name) });
