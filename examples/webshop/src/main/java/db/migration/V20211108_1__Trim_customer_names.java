package db.migration;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * KB-53 (Jonas): names typed in on phones end in blanks and start in lower case. Same rules as the
 * sign-up form (Unicode aware, keeps "von" and "van" small), so in Java and not in SQL.
 */
public class V20211108_1__Trim_customer_names extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws Exception {
        try (Statement select = context.getConnection().createStatement();
             ResultSet rows = select.executeQuery("SELECT id, last_name FROM shop.customers WHERE last_name IS NOT NULL ORDER BY id");
             PreparedStatement update = context.getConnection().prepareStatement("UPDATE shop.customers SET last_name = ? WHERE id = ?")) {
            while (rows.next()) {
                String cleaned = clean(rows.getString("last_name"));
                if (!cleaned.equals(rows.getString("last_name"))) {
                    update.setString(1, cleaned);
                    update.setInt(2, rows.getInt("id"));
                    update.executeUpdate();
                }
            }
        }
    }

    private static String clean(String name) {
        String trimmed = name.strip().replaceAll("\\s+", " ");
        if (trimmed.isEmpty() || trimmed.startsWith("von ") || trimmed.startsWith("van ")) {
            return trimmed;
        }
        int first = trimmed.codePointAt(0);
        return new StringBuilder().appendCodePoint(Character.toTitleCase(first))
            .append(trimmed.substring(Character.charCount(first))).toString();
    }
}
