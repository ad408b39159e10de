package dev.slipway.profiles;

import dev.slipway.access.UserId;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoKey;
import dev.slipway.profiles.RepoQuery.Filter;
import dev.slipway.profiles.RepoQuery.Order;
import dev.slipway.profiles.RepoQuery.Place;
import dev.slipway.profiles.RepoQuery.Viewer;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of lists of repositories: one query a page. */
final class RepoListStore {

  private static final String COLUMNS =
      """
      SELECT r.*, o.name AS owner_name, g.commit_id AS head, p.card, p.tags, p.pipeline_tag,
        p.library_name, p.sdk AS profile_sdk, p.storage
      FROM repo r
      JOIN account o ON o.id = r.owner_id
      LEFT JOIN git_ref g ON g.repo_key = r.key AND g.name = 'refs/heads/main'
      LEFT JOIN repo_profile p ON p.repo_key = r.key
      """;

  private static final String VISIBLE =
      """
      (r.is_private = 0 OR r.key = :own OR r.owner_id = :user OR EXISTS (
        SELECT 1 FROM member m WHERE m.org_id = r.owner_id AND m.user_id = :user))
      """;

  List<Described> list(Tx tx, RepoQuery query) {
    Conditions where = new Conditions();
    query.type().ifPresent(type -> where.add("r.type = :type", "type", type.word()));
    where.add("r.is_disabled = 0");
    where.see(query.viewer());
    where.fit(query.filter());
    query.after().ifPresent(place -> where.goOn(query.order(), place));
    String direction = query.order().ascending() ? "ASC" : "DESC";
    String sql =
        COLUMNS
            + " WHERE "
            + String.join(" AND ", where.texts)
            + " ORDER BY %s %s, r.key %s LIMIT :limit"
                .formatted(expression(query.order()), direction, direction);
    return tx.handle()
        .createQuery(sql)
        .bindMap(where.values)
        .bind("limit", query.limit())
        .map((row, _) -> described(row))
        .list();
  }

  /** How many bytes all repositories of an account take, as far as they are described. */
  long storage(Tx tx, UserId owner) {
    return tx.handle()
        .createQuery(
            """
            SELECT COALESCE(SUM(p.storage), 0) FROM repo r
            JOIN repo_profile p ON p.repo_key = r.key WHERE r.owner_id = :owner
            """)
        .bind("owner", owner.hex())
        .mapTo(Long.class)
        .one();
  }

  private static String expression(Order order) {
    return switch (order.key()) {
      case MODIFIED -> "r.last_modified_at";
      case CREATED -> "r.created_at";
      case NAME -> "(o.folded_name || '/' || r.folded_name)";
    };
  }

  private static Described described(ResultSet row) throws SQLException {
    long storage = row.getLong("storage");
    return new Described(
        RepoStore.repo(row),
        Optional.ofNullable(row.getString("head")).map(CommitId::new),
        ProfileStore.card(row),
        () -> storage);
  }

  /** The conditions of one query; values are bound, never written into the text. */
  private static final class Conditions {

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    void add(String text) {
      texts.add(text);
    }

    void add(String text, String name, Object value) {
      texts.add(text);
      values.put(name, value);
    }

    void see(Viewer viewer) {
      add(VISIBLE, "user", viewer.user().map(UserId::hex).orElse(""));
      values.put("own", viewer.repo().map(RepoKey::hex).orElse(""));
    }

    void fit(Filter filter) {
      filter
          .search()
          .ifPresent(text ->
              add(
                  "(o.folded_name || '/' || r.folded_name) LIKE :search ESCAPE '\\'",
                  "search",
                  "%" + literally(text) + "%"));
      filter.author().ifPresent(name -> add("o.folded_name = :author", "author", name));
      filter.pipelineTag().ifPresent(task -> add("p.pipeline_tag = :task", "task", task));
      filter.gated().ifPresent(gated -> add(gated ? "r.gate <> 'open'" : "r.gate = 'open'"));
      for (int i = 0; i < filter.tags().size(); i++) {
        add(
            "EXISTS (SELECT 1 FROM repo_tag t WHERE t.repo_key = r.key AND t.tag = :tag%d)"
                .formatted(i),
            "tag" + i,
            filter.tags().get(i));
      }
    }

    private static String literally(String text) {
      return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    void goOn(Order order, Place place) {
      Object value = order.key() == Order.Key.NAME ? place.value() : Long.valueOf(place.value());
      String compare = order.ascending() ? ">" : "<";
      add(
          "(%s, r.key) %s (:place, :placeKey)".formatted(expression(order), compare),
          "place",
          value);
      values.put("placeKey", place.key());
    }
  }
}
