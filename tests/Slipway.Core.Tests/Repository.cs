namespace Slipway.Core.Tests;

/// <summary>The files of this repository that tests compare the code with.</summary>
internal static class Repository
{
    public static string Read(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Slipway.slnx")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return File.ReadAllText(Path.Combine(folder.FullName, path));
    }
}
