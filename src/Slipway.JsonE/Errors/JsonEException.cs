// In the namespace of the door, so that who renders needs one.
namespace Slipway.JsonE;

/// <summary>A template cannot be rendered.</summary>
/// <remarks>
/// The message is the one that the language's specification states, such as
/// <c>TemplateError at template.foo[1]: $eval must be given a string expression</c>.
/// </remarks>
public sealed class JsonEException : Exception
{
    /// <param name="kind">Whose rule is broken.</param>
    /// <param name="detail">What is wrong, without kind and place.</param>
    /// <param name="location">See <see cref="Location"/>.</param>
    internal JsonEException(JsonEErrorKind kind, string detail, string location = "")
        : base(location.Length == 0 ? $"{kind}: {detail}" : $"{kind} at template{location}: {detail}")
    {
        Kind = kind;
        Detail = detail;
        Location = location;
    }

    public JsonEErrorKind Kind { get; }

    /// <summary>What is wrong, without kind and place.</summary>
    public string Detail { get; }

    /// <summary>
    /// Where in the template, such as <c>.foo[1]["123"]</c>: the objects and lists around it, without the operators.
    /// Empty at the top.
    /// </summary>
    public string Location { get; }
}

/// <summary>Whose rule a template breaks. The first four are named by the language, the last is ours.</summary>
public enum JsonEErrorKind
{
    /// <summary>An operator is not given what it takes, or a value is not where it may be.</summary>
    TemplateError,

    /// <summary>An expression cannot be evaluated with these values.</summary>
    InterpreterError,

    /// <summary>A function is called with what it does not take.</summary>
    BuiltinError,

    /// <summary>An expression is not written in the language.</summary>
    SyntaxError,

    /// <summary>Rendering would take more than <see cref="JsonELimits"/> allows.</summary>
    LimitExceeded,
}
