package db.migration;

import org.flywaydb.core.api.callback.BaseCallback;

public class LogCallback extends BaseCallback {
}
