package library;

public class Application {
}
