import java.io.File;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Node;
import org.gephi.graph.api.TimeFormat;
import org.gephi.graph.api.types.TimeSet;
import org.gephi.io.exporter.api.ExportController;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.preview.api.PreviewController;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/**
 * Opens a file as Gephi's "Open" does, with the choices that its import report offers first.
 *
 * <p>ReadGraph FILE LISTING writes what is then in the workspace, one JSON object a line; without "Auto-scale", which moves and sizes the nodes.
 * ReadGraph FILE PICTURE PICTURE... writes pictures, their kinds by their endings. Complaints of the report go to standard output, then "seconds N".
 */
public final class ReadGraph {
    public static void main(String[] args) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        Workspace workspace = projects.getCurrentWorkspace();
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        long start = System.nanoTime();
        Container container = importer.importFile(new File(args[0]));
        if (container == null) {
            System.out.println("issue: the file is not imported");
            System.exit(1);
        }
        boolean lists = args.length == 2;
        if (lists) {
            container.getLoader().setAutoScale(false);
        }
        importer.process(container, new DefaultProcessor(), workspace);
        double seconds = (System.nanoTime() - start) / 1e9;
        Iterator<Issue> issues = container.getReport().getIssues(Integer.MAX_VALUE);
        while (issues.hasNext()) {
            Issue issue = issues.next();
            System.out.println("issue: " + issue.getLevel() + " " + issue.getMessage());
        }
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
        if (lists) {
            write(model, Path.of(args[1]));
        }
        System.out.println("seconds " + seconds);
        for (int i = 1; i < args.length && !lists; i++) {
            Lookup.getDefault().lookup(PreviewController.class).refreshPreview(workspace);
            ExportController exporter = Lookup.getDefault().lookup(ExportController.class);
            exporter.exportFile(new File(args[i]), exporter.getExporter(args[i].substring(args[i].lastIndexOf('.') + 1)));
        }
        System.exit(0);
    }

    private static void write(GraphModel model, Path path) throws Exception {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8))) {
            for (Node node : model.getGraph().getNodes()) {
                writeNode(out, model, node);
            }
            for (Edge edge : model.getGraph().getEdges()) {
                writeEdge(out, model, edge);
            }
        }
    }

    private static void writeNode(PrintWriter out, GraphModel model, Node node) {
        StringBuilder line = new StringBuilder("{\"node\":");
        addText(line, node.getId().toString());
        addMember(line, "label", node.getLabel());
        addMember(line, "x", node.x());
        addMember(line, "y", node.y());
        addMember(line, "size", node.size());
        addMember(line, "r", Math.round(node.r() * 255));
        addMember(line, "g", Math.round(node.g() * 255));
        addMember(line, "b", Math.round(node.b() * 255));
        addColumns(line, node, model);
        out.append(line).append("}\n");
    }

    private static void writeEdge(PrintWriter out, GraphModel model, Edge edge) {
        StringBuilder line = new StringBuilder("{\"edge\":");
        addText(line, edge.getId().toString());
        addMember(line, "source", edge.getSource().getId());
        addMember(line, "target", edge.getTarget().getId());
        addMember(line, "kind", edge.getTypeLabel());
        addMember(line, "directed", edge.isDirected());
        addMember(line, "label", edge.getLabel());
        addMember(line, "weight", edge.getWeight());
        addColumns(line, edge, model);
        out.append(line).append("}\n");
    }

    /** Columns that are no built-in property, by their title; a time as its bounds. */
    private static void addColumns(StringBuilder line, Element element, GraphModel model) {
        for (Column column : element.getTable()) {
            Object value = element.getAttribute(column);
            if (value == null || column.getId().equals("id") || column.getId().equals("label") || column.getId().equals("weight")) {
                continue;
            }
            boolean isTime = value instanceof TimeSet;
            addMember(line, isTime ? "time" : column.getTitle(), isTime ? ((TimeSet<?>) value).toString(TimeFormat.DATE) : value);
        }
    }

    private static void addMember(StringBuilder line, String key, Object value) {
        if (value == null) {
            return;
        }
        line.append(',');
        addText(line, key);
        line.append(':');
        if (value instanceof Number || value instanceof Boolean) {
            line.append(value);
        } else {
            addText(line, value.toString());
        }
    }

    private static void addText(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < 0x20) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
