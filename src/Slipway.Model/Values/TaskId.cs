using System.Buffers.Text;
using System.Text.RegularExpressions;

namespace Slipway.Model.Values;

/// <summary>The id of a Taskcluster task: a slug of 22 characters, the URL-safe base64 of a version 4 UUID.</summary>
public readonly partial record struct TaskId
{
    private readonly string? _value;

    private TaskId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A task id was never given a value.");

    /// <summary>The build that the task is, as the index names it.</summary>
    public BuildId Build => BuildId.Parse(Value);

    /// <summary>The task that runs a build; null when the id is none of Taskcluster's.</summary>
    public static TaskId? Of(BuildId build) => TryParse(build.Value, out var id) ? id : null;

    /// <summary>The id that 16 bytes give: always the same for the same bytes.</summary>
    /// <remarks>
    /// The version and the variant of RFC 9562 are put over the bytes; and the first bit is cleared, as in slugid's
    /// "nice" form, so that the id never begins with '-'.
    /// </remarks>
    /// <exception cref="ArgumentException">These are not 16 bytes.</exception>
    public static TaskId FromBytes(ReadOnlySpan<byte> bytes)
    {
        const int Length = 16;
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"An id is made of {Length} bytes.", nameof(bytes));
        }

        Span<byte> uuid = stackalloc byte[Length];
        bytes.CopyTo(uuid);
        uuid[0] &= 0x7f;
        uuid[6] = (byte)((uuid[6] & 0x0f) | 0x40);
        uuid[8] = (byte)((uuid[8] & 0x3f) | 0x80);
        return new TaskId(Base64Url.EncodeToString(uuid));
    }

    public static bool TryParse(string? text, out TaskId id)
    {
        id = default;
        if (text is null || !Pattern().IsMatch(text))
        {
            return false;
        }

        id = new TaskId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is not a task id.</exception>
    public static TaskId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a task id of 22 characters.");

    public override string ToString() => Value;

    // https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/schemas/constants.yml, slugid-pattern
    [GeneratedRegex(
        @"\A[A-Za-z0-9_-]{8}[Q-T][A-Za-z0-9_-][CGKOSWaeimquy26-][A-Za-z0-9_-]{10}[AQgw]\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
