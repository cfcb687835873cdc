namespace Slipway.EndToEnd.Closing.Support;

/// <summary>Who plants something, or builds.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Scope">Whose images these are; null for a person who uses the engine without Slipway.</param>
/// <param name="Options">Of <c>slipway build</c>.</param>
internal sealed record Actor(string Name, string? Scope, params string[] Options)
{
    public static readonly Actor Request7 = new("pr7", "pr.7", "--pull-request", "7");
    public static readonly Actor Request8 = new("pr8", "pr.8", "--pull-request", "8");
    public static readonly Actor Level1 = new("1", "level-1", "--level", "1", "--project", "try");
    public static readonly Actor Level3 = new("3", "level-3", "--level", "3", "--project", "main");

    /// <summary>Level 3 in a tree that protects it.</summary>
    public static readonly Actor Protected = Level3 with { Name = "3p" };

    public static readonly Actor Hand = new("hand", null);

    public static readonly Actor[] Planters = [Request7, Level1, Level3, Hand];

    public static readonly Actor[] Builders = [Request7, Request8, Level1, Level3, Protected];

    public bool IsProtected => Name == Protected.Name;

    /// <summary>Whether what another one made may get into what this one builds.</summary>
    public bool Trusts(Actor planter) => planter.Scope switch
    {
        null => false,
        "level-3" => true,
        "level-1" => Scope is not "level-3",
        var request => Scope == request,
    };
}
