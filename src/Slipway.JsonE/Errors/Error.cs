namespace Slipway.JsonE.Errors;

/// <summary>Errors without a place: the renderer knows it, and adds it on the way out.</summary>
internal static class Error
{
    /// <summary>Said of a function where a value has to be.</summary>
    public const string UncalledFunctions = "evaluated template contained uncalled functions";

    public static JsonEException Template(string detail) => new(JsonEErrorKind.TemplateError, detail);

    public static JsonEException Interpreter(string detail) => new(JsonEErrorKind.InterpreterError, detail);

    public static JsonEException Builtin(string detail) => new(JsonEErrorKind.BuiltinError, detail);

    public static JsonEException Syntax(string detail) => new(JsonEErrorKind.SyntaxError, detail);

    public static JsonEException Limit(string detail) => new(JsonEErrorKind.LimitExceeded, detail);
}
