// Tells the network which node or edge is selected, without sending the network again.
export default function ({ data }) {
  globalThis.dispatchEvent(new CustomEvent("refgraph-focus", { detail: data.id }));
}
