namespace Slipway.Core.Dockerfiles;

/// <summary>The variables that a <c>FROM</c> sees: those of <c>ARG</c> before the first <c>FROM</c>, and the predefined.</summary>
internal sealed class GlobalArguments
{
    private readonly DockerfileSettings _settings;
    private readonly char _escape;
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    public GlobalArguments(DockerfileSettings settings, char escape)
    {
        _settings = settings;
        _escape = escape;
        _values[DockerfileSettings.ParentArgument] = settings.ParentValue;
        AddPlatform(settings.Platform);
    }

    public string? ValueOf(string name) => _values.GetValueOrDefault(name);

    /// <summary><c>ARG NAME</c> or <c>ARG NAME=default</c>, one or several; the image's own arguments win.</summary>
    public void Declare(Instruction instruction)
    {
        foreach (string word in RawWords.Split(instruction.Arguments.ToString()) ?? [])
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? word : word[..equals];
            if (_settings.Args.TryGetValue(name, out string? given))
            {
                _values[name] = given;
            }
            else if (equals >= 0 && VariableExpansion.TryExpand(word[(equals + 1)..], _escape, ValueOf, out string value))
            {
                _values[name] = IsParentGiven(name) ? _settings.ParentValue : value;
            }
        }
    }

    private bool IsParentGiven(string name) =>
        name == DockerfileSettings.ParentArgument && _settings.ParentValue is not null;

    // https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope. The platform that builds
    // is the tree's too, because nothing may depend on the host.
    private void AddPlatform(string platform)
    {
        string[] parts = platform.Split('/', 3);
        foreach (string side in (string[])["TARGET", "BUILD"])
        {
            _values[side + "PLATFORM"] = platform;
            _values[side + "OS"] = parts[0];
            _values[side + "ARCH"] = parts.ElementAtOrDefault(1);
            _values[side + "VARIANT"] = parts.ElementAtOrDefault(2);
        }
    }
}
