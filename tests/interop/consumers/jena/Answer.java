import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.RDFDataMgr;

/** Answers SPARQL queries as tab-separated values: Answer DATA FOLDER QUERY.rq... writes FOLDER/QUERY.tsv. */
public final class Answer {
    public static void main(String[] args) throws Exception {
        Dataset data = RDFDataMgr.loadDataset(args[0]);
        for (int i = 2; i < args.length; i++) {
            String name = Path.of(args[i]).getFileName().toString().replace(".rq", ".tsv");
            try (QueryExecution query = QueryExecutionFactory.create(QueryFactory.read(args[i]), data);
                    OutputStream out = new FileOutputStream(Path.of(args[1], name).toFile())) {
                ResultSetFormatter.outputAsTSV(out, query.execSelect());
            }
        }
    }
}
