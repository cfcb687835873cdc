using System.Collections.Immutable;
using System.Text;

namespace Slipway.Core.Dockerfiles;

/// <summary>
/// Makes an engine tell the values of build secrets apart (<c>RUN --mount=type=secret</c>). What it remembers of a step
/// goes by the id of the mount alone, so a step that saw one value would stand for every other one.
/// </summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#run---mounttypesecret</remarks>
public static class SecretMounts
{
    private const string Folder = "/run/secrets/";

    /// <summary>Gives every secret mount another id, and leaves it where the step looks for it.</summary>
    /// <param name="dockerfile">An expanded Dockerfile, UTF-8.</param>
    /// <param name="idFor">The new id of one: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
    /// <returns>
    /// The Dockerfile, fields added to these mounts and all else as it was: of several ids the last one counts.
    /// </returns>
    /// <remarks>
    /// A mount whose id a variable gives is left alone, and so are <c>ONBUILD</c> instructions, which run in other builds.
    /// </remarks>
    public static IsolatedSecrets Isolate(ReadOnlyMemory<byte> dockerfile, Func<string, string> idFor)
    {
        string text = Encoding.UTF8.GetString(dockerfile.Span);
        var (instructions, escape, _) = InstructionScanner.Scan(text);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var added = new HashSet<string>(StringComparer.Ordinal);
        var result = new StringBuilder(text.Length + 256);
        int copied = 0;
        bool unclear = false;
        foreach (var run in instructions.Where(instruction => instruction.Keyword == "RUN"))
        {
            foreach (var flag in BuilderFlag.Read(run, escape).Flags)
            {
                if (Mount.Read(flag) is not { } mount)
                {
                    continue;
                }

                if (mount.IsUnclear)
                {
                    unclear = true;
                }
                else if (mount.Identity.Length > 0)
                {
                    string id = ids.TryGetValue(mount.Identity, out string? known) ? known : ids[mount.Identity] = idFor(mount.Identity);
                    string fields = mount.FieldsFor(id);
                    added.Add(fields);
                    int end = run.Line.SourceOf(flag.Positions[^1]) + 1;
                    result.Append(text, copied, end - copied).Append(fields);
                    copied = end;
                }
            }
        }

        return new IsolatedSecrets(
            copied == 0 ? dockerfile : Encoding.UTF8.GetBytes(result.Append(text, copied, text.Length - copied).ToString()),
            ids.ToImmutableDictionary(StringComparer.Ordinal),
            [.. added],
            unclear);
    }

    /// <summary>What a mount that is, or may be, a secret says about itself; of a field that is there twice the last.</summary>
    private sealed class Mount
    {
        private readonly string _type = string.Empty;
        private readonly string? _id;
        private readonly string? _source;
        private readonly string? _target;
        private readonly bool _isVariable;

        private Mount(IEnumerable<string> fields)
        {
            foreach (string field in fields)
            {
                int equals = field.IndexOf('=', StringComparison.Ordinal);
                string value = equals < 0 ? string.Empty : field[(equals + 1)..];
                switch ((equals < 0 ? field : field[..equals]).ToUpperInvariant())
                {
                    case "TYPE":
                        _type = value;
                        break;
                    case "ID":
                        _id = value;
                        break;
                    case "SOURCE" or "SRC":
                        _source = value;
                        break;
                    case "TARGET" or "DST" or "DESTINATION":
                        _target = value;
                        break;
                    case "ENV":
                        // The value goes into a variable of the step, and into a file only when a target says which.
                        _isVariable = true;
                        break;
                }
            }
        }

        /// <summary>
        /// The id, for which BuildKit takes a source first and else the last part of the target (dispatchSecret in
        /// frontend/dockerfile/dockerfile2llb/convert_secrets.go); empty when nothing says it.
        /// </summary>
        public string Identity =>
            !string.IsNullOrEmpty(_source) ? _source
            : !string.IsNullOrEmpty(_id) ? _id
            : BaseOf(_target ?? string.Empty);

        /// <summary>Whether the value of a variable, which is not known here, decides what is mounted.</summary>
        public bool IsUnclear => _type.Contains('$', StringComparison.Ordinal) || Identity.Contains('$', StringComparison.Ordinal);

        /// <returns>Null for any other flag.</returns>
        public static Mount? Read(BuilderFlag flag)
        {
            if (!flag.TryGetValue("mount", out int start))
            {
                return null;
            }

            var mount = new Mount(CacheMounts.Fields(flag.Text[start..]));
            return mount._type.Equals("secret", StringComparison.OrdinalIgnoreCase) || mount._type.Contains('$', StringComparison.Ordinal)
                ? mount
                : null;
        }

        public string FieldsFor(string id)
        {
            string source = _source is null ? string.Empty : $",source={id}";
            string target = string.IsNullOrEmpty(_target) && !_isVariable ? $",target={Folder}{BaseOf(Identity)}" : string.Empty;
            return $",id={id}{source}{target}";
        }

        private static string BaseOf(string path)
        {
            string trimmed = path.TrimEnd('/');
            return trimmed[(trimmed.LastIndexOf('/') + 1)..];
        }
    }
}
