using System.Buffers.Text;

namespace Slipway.Model.Values;

/// <summary>
/// The id of a build: 22 characters, the URL-safe base64 of a version 4 UUID, as Taskcluster's task ids are.
/// </summary>
public readonly record struct BuildId
{
    private const int Length = 22;

    private readonly string? _value;

    private BuildId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A build id was never given a value.");

    /// <summary>A new id. It never starts with '-', so it is safe as a command-line argument.</summary>
    public static BuildId New()
    {
        Span<byte> bytes = stackalloc byte[16];
#pragma warning disable RS0030 // Only here something random is meant: what is new is unlike everything before.
        Guid.NewGuid().TryWriteBytes(bytes, bigEndian: true, out _);
#pragma warning restore RS0030
        // Clearing the first bit keeps the first character within A-Z and a-f: slugid's "nice" form.
        bytes[0] &= 0x7f;
        return new BuildId(Base64Url.EncodeToString(bytes));
    }

    public static bool TryParse(string? text, out BuildId id)
    {
        id = default;
        if (text is not { Length: Length } || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return false;
        }

        id = new BuildId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is not 22 characters of the URL-safe base64 alphabet.</exception>
    public static BuildId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not a build id of {Length} characters.");

    public override string ToString() => Value;
}
