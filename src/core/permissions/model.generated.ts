// Made from model.fga by model.test.ts; do not edit. Write it anew with: node bin/gatehouse.mjs test unit src/core/permissions/model -u

export const modelText = [
  "model",
  "  schema 1.1",
  "",
  "# A person or a service account.",
  "type user",
  "",
  "# A link that its maker gave away. It shows one thing, to whoever",
  "# has it, while its maker is an editor there.",
  "type share_link",
  "",
  "# A role includes those below it.",
  "type organization",
  "  relations",
  "    define owner: [user]",
  "    define admin: [user] or owner",
  "    define editor: [user] or admin",
  "    define viewer: [user] or editor",
  "",
  "# Owners and admins of the organization are admins of every project.",
  "# A default project is open to the whole organization. Into any other",
  "# its members were put, and a viewer of the organization stays one.",
  "type project",
  "  relations",
  "    define organization: [organization]",
  "    define open_to: [organization]",
  "    define made_admin: [user]",
  "    define made_editor: [user]",
  "    define made_viewer: [user]",
  "    define member: made_admin or made_editor or made_viewer",
  "    define admin: admin from organization or (made_admin and editor from organization)",
  "    define editor: admin or (made_editor and editor from organization) or editor from open_to",
  "    define viewer: editor or (member and viewer from organization) or viewer from open_to",
  "    define shared: [share_link]",
  "",
  "type source",
  "  relations",
  "    define project: [project]",
  "    define editor: editor from project",
  "    define viewer: viewer from project",
  "    define shared: [share_link] or shared from project",
  "",
  "# What its charts read is opened by the dashboard's own verbs only.",
  "type dashboard",
  "  relations",
  "    define project: [project]",
  "    define editor: editor from project",
  "    define viewer: viewer from project",
  "    define shared: [share_link] or shared from project",
  "",
  "type file",
  "  relations",
  "    define project: [project]",
  "    define editor: editor from project",
  "    define viewer: viewer from project",
  "",
  "type connector",
  "  relations",
  "    define project: [project]",
  "    define editor: editor from project",
  "    define viewer: viewer from project"
].join("\n");

export const model = {
  "schema_version": "1.1",
  "type_definitions": [
    {
      "type": "user",
      "relations": {},
      "metadata": null
    },
    {
      "type": "share_link",
      "relations": {},
      "metadata": null
    },
    {
      "type": "organization",
      "relations": {
        "owner": {
          "this": {}
        },
        "admin": {
          "union": {
            "child": [
              {
                "this": {}
              },
              {
                "computedUserset": {
                  "relation": "owner"
                }
              }
            ]
          }
        },
        "editor": {
          "union": {
            "child": [
              {
                "this": {}
              },
              {
                "computedUserset": {
                  "relation": "admin"
                }
              }
            ]
          }
        },
        "viewer": {
          "union": {
            "child": [
              {
                "this": {}
              },
              {
                "computedUserset": {
                  "relation": "editor"
                }
              }
            ]
          }
        }
      },
      "metadata": {
        "relations": {
          "owner": {
            "directly_related_user_types": [
              {
                "type": "user"
              }
            ]
          },
          "admin": {
            "directly_related_user_types": [
              {
                "type": "user"
              }
            ]
          },
          "editor": {
            "directly_related_user_types": [
              {
                "type": "user"
              }
            ]
          },
          "viewer": {
            "directly_related_user_types": [
              {
                "type": "user"
              }
            ]
          }
        }
      }
    },
    {
      "type": "project",
      "relations": {
        "organization": {
          "this": {}
        },
        "open_to": {
          "this": {}
        },
        "made_admin": {
          "this": {}
        },
        "made_editor": {
          "this": {}
        },
        "made_viewer": {
          "this": {}
        },
        "member": {
          "union": {
            "child": [
              {
                "computedUserset": {
                  "relation": "made_admin"
                }
              },
              {
                "computedUserset": {
                  "relation": "made_editor"
                }
              },
              {
                "computedUserset": {
                  "relation": "made_viewer"
                }
              }
            ]
          }
        },
        "admin": {
          "union": {
            "child": [
              {
                "tupleToUserset": {
                  "computedUserset": {
                    "relation": "admin"
                  },
                  "tupleset": {
                    "relation": "organization"
                  }
                }
              },
              {
                "intersection": {
                  "child": [
                    {
                      "computedUserset": {
                        "relation": "made_admin"
                      }
                    },
                    {
                      "tupleToUserset": {
                        "computedUserset": {
                          "relation": "editor"
                        },
                        "tupleset": {
                          "relation": "organization"
                        }
                      }
                    }
                  ]
                }
              }
            ]
          }
        },
        "editor": {
          "union": {
            "child": [
              {
                "computedUserset": {
                  "relation": "admin"
                }
              },
              {
                "intersection": {
                  "child": [
                    {
                      "computedUserset": {
                        "relation": "made_editor"
                      }
                    },
                    {
                      "tupleToUserset": {
                        "computedUserset": {
                          "relation": "editor"
                        },
                        "tupleset": {
                          "relation": "organization"
                        }
                      }
                    }
                  ]
                }
              },
              {
                "tupleToUserset": {
                  "computedUserset": {
                    "relation": "editor"
                  },
                  "tupleset": {
                    "relation": "open_to"
                  }
                }
              }
            ]
          }
        },
        "viewer": {
          "union": {
            "child": [
              {
                "computedUserset": {
                  "relation": "editor"
                }
              },
              {
                "intersection": {
                  "child": [
                    {
                      "computedUserset": {
                        "relation": "member"
                      }
                    },
                    {
                      "tupleToUserset": {
                        "computedUserset": {
                          "relation": "viewer"
                        },
                        "tupleset": {
                          "relation": "organization"
                        }
                      }
                    }
                  ]
                }
              },
              {
                "tupleToUserset": {
                  "computedUserset": {
                    "relation": "viewer"
                  },
                  "tupleset": {
                    "relation": "open_to"
                  }
                }
              }
            ]
          }
        },
        "shared": {
          "this": {}
        }
      },
      "metadata": {
        "relations": {
          "organization": {
            "directly_related_user_types": [
              {
                "type": "organization"
              }
            ]
          },
          "open_to": {
            "directly_related_user_types": [
              {
                "type": "organization"
              }
            ]
          },
          "made_admin": {
            "directly_related_user_types": [
              {
                "type": "user"
              }
            ]
          },
          "made_editor": {
            "directly_related_user_types": [
              {
                "type": "user"
              }
            ]
          },
          "made_viewer": {
            "directly_related_user_types": [
              {
                "type": "user"
              }
            ]
          },
          "member": {
            "directly_related_user_types": []
          },
          "admin": {
            "directly_related_user_types": []
          },
          "editor": {
            "directly_related_user_types": []
          },
          "viewer": {
            "directly_related_user_types": []
          },
          "shared": {
            "directly_related_user_types": [
              {
                "type": "share_link"
              }
            ]
          }
        }
      }
    },
    {
      "type": "source",
      "relations": {
        "project": {
          "this": {}
        },
        "editor": {
          "tupleToUserset": {
            "computedUserset": {
              "relation": "editor"
            },
            "tupleset": {
              "relation": "project"
            }
          }
        },
        "viewer": {
          "tupleToUserset": {
            "computedUserset": {
              "relation": "viewer"
            },
            "tupleset": {
              "relation": "project"
            }
          }
        },
        "shared": {
          "union": {
            "child": [
              {
                "this": {}
              },
              {
                "tupleToUserset": {
                  "computedUserset": {
                    "relation": "shared"
                  },
                  "tupleset": {
                    "relation": "project"
                  }
                }
              }
            ]
          }
        }
      },
      "metadata": {
        "relations": {
          "project": {
            "directly_related_user_types": [
              {
                "type": "project"
              }
            ]
          },
          "editor": {
            "directly_related_user_types": []
          },
          "viewer": {
            "directly_related_user_types": []
          },
          "shared": {
            "directly_related_user_types": [
              {
                "type": "share_link"
              }
            ]
          }
        }
      }
    },
    {
      "type": "dashboard",
      "relations": {
        "project": {
          "this": {}
        },
        "editor": {
          "tupleToUserset": {
            "computedUserset": {
              "relation": "editor"
            },
            "tupleset": {
              "relation": "project"
            }
          }
        },
        "viewer": {
          "tupleToUserset": {
            "computedUserset": {
              "relation": "viewer"
            },
            "tupleset": {
              "relation": "project"
            }
          }
        },
        "shared": {
          "union": {
            "child": [
              {
                "this": {}
              },
              {
                "tupleToUserset": {
                  "computedUserset": {
                    "relation": "shared"
                  },
                  "tupleset": {
                    "relation": "project"
                  }
                }
              }
            ]
          }
        }
      },
      "metadata": {
        "relations": {
          "project": {
            "directly_related_user_types": [
              {
                "type": "project"
              }
            ]
          },
          "editor": {
            "directly_related_user_types": []
          },
          "viewer": {
            "directly_related_user_types": []
          },
          "shared": {
            "directly_related_user_types": [
              {
                "type": "share_link"
              }
            ]
          }
        }
      }
    },
    {
      "type": "file",
      "relations": {
        "project": {
          "this": {}
        },
        "editor": {
          "tupleToUserset": {
            "computedUserset": {
              "relation": "editor"
            },
            "tupleset": {
              "relation": "project"
            }
          }
        },
        "viewer": {
          "tupleToUserset": {
            "computedUserset": {
              "relation": "viewer"
            },
            "tupleset": {
              "relation": "project"
            }
          }
        }
      },
      "metadata": {
        "relations": {
          "project": {
            "directly_related_user_types": [
              {
                "type": "project"
              }
            ]
          },
          "editor": {
            "directly_related_user_types": []
          },
          "viewer": {
            "directly_related_user_types": []
          }
        }
      }
    },
    {
      "type": "connector",
      "relations": {
        "project": {
          "this": {}
        },
        "editor": {
          "tupleToUserset": {
            "computedUserset": {
              "relation": "editor"
            },
            "tupleset": {
              "relation": "project"
            }
          }
        },
        "viewer": {
          "tupleToUserset": {
            "computedUserset": {
              "relation": "viewer"
            },
            "tupleset": {
              "relation": "project"
            }
          }
        }
      },
      "metadata": {
        "relations": {
          "project": {
            "directly_related_user_types": [
              {
                "type": "project"
              }
            ]
          },
          "editor": {
            "directly_related_user_types": []
          },
          "viewer": {
            "directly_related_user_types": []
          }
        }
      }
    }
  ]
} as const;
