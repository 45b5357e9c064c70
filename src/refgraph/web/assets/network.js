// Draws the network that Python sends, with vis-network; tells Python what was clicked.
// One Network per parent element: Streamlit calls the default export again on every change.

const mounted = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let view = mounted.get(parentElement);
  if (!view) {
    view = open(parentElement);
    mounted.set(parentElement, view);
  }
  view.send = setTriggerValue;
  view.wanted = data;
  if (globalThis.vis) draw(view);
  return () => {
    globalThis.removeEventListener("refgraph-vis", view.onLibrary);
    globalThis.removeEventListener("refgraph-focus", view.onFocus);
    view.network?.destroy();
    mounted.delete(parentElement);
  };
}

function open(parentElement) {
  const canvas = document.createElement("div");
  canvas.className = "network";
  parentElement.append(canvas);
  const view = { canvas, network: null, nodes: null, edges: null, revision: null, layout: null, clicks: 0 };
  view.onLibrary = () => draw(view);
  view.onFocus = (event) => focus(view, event.detail);
  globalThis.addEventListener("refgraph-vis", view.onLibrary);
  globalThis.addEventListener("refgraph-focus", view.onFocus);
  return view;
}

function draw(view) {
  const data = view.wanted;
  if (!data || data.revision === view.revision) return;
  const isNewPicture = data.layout !== view.layout;
  view.revision = data.revision;
  view.layout = data.layout;
  const nodes = data.nodes.map((node) => themed(view, node));
  if (!view.network) start(view, data.options);
  const grew = isNewPicture ? replace(view, nodes, data.edges) : change(view, nodes, data.edges);
  view.canvas.setAttribute("aria-label", data.label);
  if (grew) view.network.fit({ animation: false, maxZoomLevel: 1.1 });
}

function start(view, options) {
  view.nodes = new globalThis.vis.DataSet();
  view.edges = new globalThis.vis.DataSet();
  view.network = new globalThis.vis.Network(view.canvas, { nodes: view.nodes, edges: view.edges }, options);
  view.canvas.network = view.network;
  view.network.on("click", (event) => tell(view, "clicked", event));
  view.network.on("doubleClick", (event) => tell(view, "expanded", event));
  view.network.on("hoverNode", () => (view.canvas.style.cursor = "pointer"));
  view.network.on("hoverEdge", () => (view.canvas.style.cursor = "pointer"));
  view.network.on("blurNode", () => (view.canvas.style.cursor = ""));
  view.network.on("blurEdge", () => (view.canvas.style.cursor = ""));
  view.canvas.addEventListener("mouseleave", () => hideTooltip(view));
}

// vis-network leaves a tooltip standing when the pointer leaves the canvas.
function hideTooltip(view) {
  const handler = view.network?.interactionHandler;
  handler?.popup?.hide();
  if (handler) handler.popupObj = undefined;
}

function themed(view, node) {
  const style = getComputedStyle(view.canvas);
  return { ...node, font: { color: style.color, face: style.fontFamily, strokeColor: style.backgroundColor } };
}

function replace(view, nodes, edges) {
  view.edges.clear();
  view.nodes.clear();
  view.nodes.add(nodes);
  view.edges.add(edges);
  return true;
}

// Whatever stays keeps the place it has on the screen, dragged there or not.
function change(view, nodes, edges) {
  const known = new Set(view.nodes.getIds());
  const grew = nodes.some((node) => !known.has(node.id));
  drop(view.edges, edges);
  drop(view.nodes, nodes);
  view.nodes.update(nodes.map((node) => (known.has(node.id) ? { ...node, x: undefined, y: undefined } : node)).map(defined));
  view.edges.update(edges);
  return grew;
}

function drop(set, wanted) {
  const keep = new Set(wanted.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !keep.has(id)));
}

function defined(item) {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

// The counter tells two clicks on the same thing apart.
function tell(view, trigger, event) {
  const [node] = event.nodes;
  const [edge] = event.edges;
  const kind = node !== undefined ? "node" : edge !== undefined ? "edge" : "none";
  view.clicks += 1;
  view.send(trigger, { kind, id: node ?? edge ?? null, count: view.clicks });
}

function focus(view, id) {
  if (!view.network) return;
  if (id === null) view.network.unselectAll();
  else if (view.nodes.get(id)) view.network.selectNodes([id]);
  else if (view.edges.get(id)) view.network.selectEdges([id]);
  else view.network.unselectAll();
}
